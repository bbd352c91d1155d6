package io.penstock.pipes.model;

import io.penstock.core.options.Option;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Optional;

/** When a scheduled input runs: the {@code schedule:} table. Either {@code interval} or {@code cron}. */
public record Timing(
        @Option(doc = "Run every so often.", example = "10s", min = 1_000_000, shorthand = true)
        Optional<Duration> interval,
        @Option(doc = "Run at these times: 5 fields (minute first) or 6 (second first), or @hourly and the like.",
                example = "0 */5 * * * *") Optional<String> cron,
        @Option(doc = "The time zone of cron.", value = "UTC") ZoneId timezone,
        @Option(doc = "Whether to run once at the start too.", value = "true") boolean immediate,
        @Option(doc = "Delay each run by a random time up to this.", value = "0s", min = 0) Duration randomOffset,
        @Option(doc = "When a run is due while the last one still runs: skip it, or queue one.", value = "skip")
        Overlap overlap) {

    /** What happens to a run that is due while the last one still runs. */
    public enum Overlap {
        /** It does not take place. */
        SKIP,
        /** It follows at once, once. */
        QUEUE
    }
}
