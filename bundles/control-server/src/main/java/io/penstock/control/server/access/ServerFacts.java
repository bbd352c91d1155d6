package io.penstock.control.server.access;

import io.penstock.control.server.http.Place;
import java.nio.file.Path;
import java.time.Instant;
import java.util.function.Supplier;

/**
 * What a server says of itself.
 *
 * @param place where others connect
 * @param software its version
 * @param backups the folder its backups go to
 */
public record ServerFacts(Supplier<Place> place, String software, Path backups, Instant startedAt) {
}
