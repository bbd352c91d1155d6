package io.penstock.control.server.store;

import java.nio.file.Path;

/**
 * A copy of everything, as it was at one moment. Without the master key it is of no use.
 *
 * @param sha256 of the file, in lower hexadecimal
 */
public record Backup(Path file, long bytes, String sha256) {
}
