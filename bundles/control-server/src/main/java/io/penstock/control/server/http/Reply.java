package io.penstock.control.server.http;

import java.util.Map;
import java.util.Optional;

/**
 * What is sent.
 *
 * @param headers without those the connection adds
 * @param body empty for none
 * @param stream what goes on after the head
 */
record Reply(int status, Map<String, String> headers, byte[] body, Optional<SseSource> stream) {
    static final String ID = "Penstock-Request-Id";
    static final String TYPE = "Content-Type";

    static Reply of(int status, Map<String, String> headers, byte[] body) {
        return new Reply(status, headers, body, Optional.empty());
    }
}
