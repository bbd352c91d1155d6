package io.penstock.relay.client.settings;

import io.penstock.core.options.Option;
import java.time.Duration;

/** How often and when to try a server again. */
public record RetryOptions(
        @Option(doc = "How often, before the output counts as degraded and goes on trying once a minute; 0 is endless, at "
                + "max-delay.", value = "5", min = 0, max = 1_000_000) int maxTimes,
        @Option(doc = "The first wait; each one after it is twice as long.", value = "1s", min = 1_000_000)
        Duration initialDelay,
        @Option(doc = "The longest wait.", value = "10s", min = 1_000_000) Duration maxDelay,
        @Option(doc = "Makes each wait between half and all of it, at random.", value = "false") boolean jitter) {
}
