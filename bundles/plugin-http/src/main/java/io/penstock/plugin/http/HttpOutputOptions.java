package io.penstock.plugin.http;

import io.penstock.core.net.TlsClient;
import io.penstock.core.options.Option;
import io.penstock.core.value.Secret;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

record HttpOutputOptions(
        @Option(doc = "Where to send to.", shorthand = true, example = "https://example.org/ingest") URI url,
        @Option(doc = "The request's method.", value = "post") Method method,
        @Option(doc = "What a body holds: ndjson (an event a line) or json (one array).", value = "ndjson") Format format,
        @Option(doc = "Headers to send.") Map<String, Secret> headers,
        @Option(doc = "The header that carries the batch's id; the same batch always has the same.",
                value = "Idempotency-Key") String idempotencyHeader,
        @Option(doc = "Whether bodies are compressed.", value = "false") boolean gzip,
        @Option(doc = "How long connecting may take.", value = "10s", min = 1_000_000) Duration connectTimeout,
        @Option(doc = "How long a whole exchange may take.", value = "30s", min = 1_000_000) Duration timeout,
        @Option(doc = "The longest wait a receiver may ask for (Retry-After).", value = "5m") Duration maxRetryAfter,
        @Option(doc = "A certificate to show, other authorities to trust.") Optional<TlsClient> tls,
        @Option(doc = "Allows http beyond this machine.", value = "false") boolean plaintext) {
    /** How to send. */
    enum Method {
        /** POST. */
        POST,
        /** PUT. */
        PUT
    }

    /** What a body holds. */
    enum Format {
        /** An event a line. */
        NDJSON,
        /** One array of events. */
        JSON
    }
}
