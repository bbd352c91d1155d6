package io.penstock.control.server.settings;

import io.penstock.core.options.Option;
import java.time.Duration;

/** How often agents ask. Immutable. */
public record SyncSettings(
        @Option(doc = "Between two questions of one agent; longer, by itself, when there are many.", value = "15s",
                min = 5_000_000_000L, max = 3_600_000_000_000L) Duration interval,
        @Option(doc = "How long a question waits for something new. 0s: not at all.", value = "50s", min = 0,
                max = 50_000_000_000L) Duration longPoll,
        @Option(doc = "Most questions that wait at one time.", value = "20000", min = 0, max = 1_000_000) int maxWaiting) {
}
