package io.penstock.control.server.settings;

import io.penstock.core.options.Option;
import java.time.Duration;

/** How long people stay signed in. Immutable. */
public record SessionSettings(
        @Option(doc = "A session ends after so long without a request.", value = "30m", min = 60_000_000_000L) Duration idle,
        @Option(doc = "And after so long in any case.", value = "12h", min = 60_000_000_000L) Duration absolute) {
}
