package io.penstock.control.server.http;

import java.net.URI;
import java.util.Optional;

/**
 * Where agents and people connect.
 *
 * @param pin of a certificate of our own ({@code sha256:…}); empty where an authority vouches for it, or without TLS
 */
public record Place(URI url, Optional<String> pin) {
}
