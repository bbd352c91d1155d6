package io.penstock.control.server.settings;

import io.penstock.core.options.Option;
import java.time.Duration;

/** How long things are kept. Immutable. */
public record KeepSettings(
        @Option(doc = "Who did what.", value = "400d", min = 3_600_000_000_000L) Duration audit,
        @Option(doc = "Agents' logs.", value = "7d", min = 3_600_000_000_000L) Duration logs,
        @Option(doc = "Changes, for those who watch.", value = "7d", min = 3_600_000_000_000L) Duration changes,
        @Option(doc = "Agents' states.", value = "90d", min = 3_600_000_000_000L) Duration states) {
}
