package io.penstock.config.log;

import io.penstock.core.options.Option;
import io.penstock.core.value.ByteSize;
import java.util.Map;

/** What the {@code [log]} table holds. */
public record LogSettings(
        @Option(doc = "The least severe messages that are logged; of libraries at most warnings, unless levels says otherwise.",
                value = "info") Level level,
        @Option(doc = "How a message is written: for people, or as one JSON object a line.", value = "human") Format format,
        @Option(doc = "Other levels for single modules: a capability (tunnel = \"debug\") or a Java package.")
        Map<String, Level> levels,
        @Option(doc = "Where messages go besides the file.", value = "stderr") Console console,
        @Option(doc = "Whether messages also go to logs/penstock.log in the data folder.", value = "true") boolean file,
        @Option(doc = "At this size the log file is put aside, compressed, and a new one begun.", value = "10MiB",
                min = 65_536) ByteSize maxFileSize,
        @Option(doc = "How many old log files are kept.", value = "5", min = 1, max = 20) int maxFiles) {
    /** From silent to chatty. */
    public enum Level {
        /** Nothing. */
        OFF,
        /** A person must act. */
        ERROR,
        /** Degraded, goes on. */
        WARN,
        /** Lifecycle. */
        INFO,
        /** Per session. */
        DEBUG,
        /** Per frame. */
        TRACE
    }

    /** How a message is written. */
    public enum Format {
        /** A line for people. */
        HUMAN,
        /** A JSON object a line. */
        JSON
    }

    /** Which stream of the process messages go to. */
    public enum Console {
        /** Standard output. */
        STDOUT,
        /** Standard error. */
        STDERR,
        /** Neither. */
        OFF
    }
}
