package io.penstock.plugin.http;

import io.penstock.core.net.TlsClient;
import io.penstock.core.options.Option;
import io.penstock.core.value.ByteSize;
import io.penstock.core.value.Secret;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

record HttpPollOptions(
        @Option(doc = "What to fetch.", shorthand = true, example = "https://example.org/status") URI url,
        @Option(doc = "The request's method.", value = "get") Method method,
        @Option(doc = "The request's body, for post.") Optional<String> body,
        @Option(doc = "Headers to send.") Map<String, Secret> headers,
        @Option(doc = "What the response holds: json (values or one array, an event each), lines, text (one event), "
                + "auto (json or lines, by its Content-Type).", value = "auto") BodyFormat format,
        @Option(doc = "How long connecting may take.", value = "10s", min = 1_000_000) Duration connectTimeout,
        @Option(doc = "How long a whole exchange may take.", value = "30s", min = 1_000_000) Duration timeout,
        @Option(doc = "The longest response taken.", value = "16MiB", min = 1, max = 256 << 20) ByteSize maxBody,
        @Option(doc = "Whether an unchanged response (by ETag or Last-Modified) is asked for and taken only once.",
                value = "true") boolean onlyChanged,
        @Option(doc = "A certificate to show, other authorities to trust.") Optional<TlsClient> tls,
        @Option(doc = "Allows http beyond this machine.", value = "false") boolean plaintext) {
    /** How to ask. */
    enum Method {
        /** GET. */
        GET,
        /** POST. */
        POST
    }
}
