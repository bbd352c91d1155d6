package io.penstock.plugin.net;

import io.penstock.core.net.TlsClient;
import io.penstock.core.options.Option;
import java.time.Duration;
import java.util.Optional;

record TcpOutputOptions(
        @Option(doc = "The host to connect to.", value = "127.0.0.1") String host,
        @Option(doc = "Its port.", shorthand = true, min = 1, max = 65_535) int port,
        @Option(doc = "What a line holds: the event as JSON, or as text (the field \"_raw\" where there is nothing else).",
                value = "json") Format format,
        @Option(doc = "How long connecting may take.", value = "10s", min = 1_000_000) Duration connectTimeout,
        @Option(doc = "TLS, for hosts beyond this machine: true, or with authorities and a certificate.")
        Optional<TlsClient> tls,
        @Option(doc = "Allows a host beyond this machine without TLS.", value = "false") boolean plaintext) {
    boolean encrypted() {
        return tls.filter(TlsClient::enabled).isPresent();
    }

    /** What a line holds. */
    enum Format {
        /** The event as one JSON object. */
        JSON,
        /** As a person would want to see it. */
        TEXT
    }
}
