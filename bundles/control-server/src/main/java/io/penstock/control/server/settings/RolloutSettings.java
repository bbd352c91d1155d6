package io.penstock.control.server.settings;

import io.penstock.core.options.Option;
import java.time.Duration;

/** How changes reach agents. Immutable. */
public record RolloutSettings(
        @Option(doc = "Agents in the first batch.", value = "3", min = 1, max = 100_000) int first,
        @Option(doc = "How many times as many in the next.", value = "5", min = 1, max = 1_000) int factor,
        @Option(doc = "Most agents in one batch.", value = "100", min = 1, max = 100_000) int most,
        @Option(doc = "How long an agent that is there has to answer.", value = "10m", min = 1_000_000_000L) Duration within) {
}
