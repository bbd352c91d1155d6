package io.penstock.cli.server;

import java.util.Map;
import java.util.Optional;

/**
 * What a server answered. Immutable.
 *
 * @param headers names in lower case
 */
record HttpReply(int status, Map<String, String> headers, String body) {
    Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name));
    }

    boolean good() {
        return status >= 200 && status < 300;
    }
}
