package io.penstock.core.http;

import io.penstock.core.net.TlsClient;
import io.penstock.core.options.Option;
import io.penstock.core.value.Secret;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** How requests are made, for outputs that nest these options under {@code http}. Immutable. */
public record HttpClientOptions(
        @Option(doc = "Headers to send as well.") Map<String, Secret> headers,
        @Option(doc = "How long connecting may take.", value = "10s", min = 1_000_000) Duration connectTimeout,
        @Option(doc = "How long a whole exchange may take.", value = "30s", min = 1_000_000) Duration timeout,
        @Option(doc = "The longest wait a receiver may ask for (Retry-After).", value = "5m") Duration maxRetryAfter,
        @Option(doc = "A certificate to show, other authorities to trust.") Optional<TlsClient> tls) {
}
