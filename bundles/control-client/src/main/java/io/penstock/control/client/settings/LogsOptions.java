package io.penstock.control.client.settings;

import io.penstock.core.options.Option;
import io.penstock.core.value.ByteSize;
import java.time.Duration;

/** The table {@code [control-client.logs]}. */
public record LogsOptions(
        @Option(doc = "The least level that is sent: error, warn, info, or off for none.", value = "warn") Level level,
        @Option(doc = "How often they are sent.", value = "5s", min = 1_000_000_000L) Duration interval,
        @Option(doc = "What may wait to be sent, in memory and on disk; the oldest go first.", value = "1MiB", min = 65_536,
                max = 64 << 20) ByteSize maxSize) {
    /** What is sent. */
    public enum Level {
        /** Nothing. */
        OFF,
        /** What a person must act on. */
        ERROR,
        /** What is degraded, too. */
        WARN,
        /** What belongs to life, too. */
        INFO
    }
}
