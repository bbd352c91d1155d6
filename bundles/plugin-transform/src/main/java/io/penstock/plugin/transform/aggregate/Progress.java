package io.penstock.plugin.transform.aggregate;

import io.penstock.core.error.PenstockException;
import io.penstock.core.event.Event;
import io.penstock.core.time.Clock;
import io.penstock.core.value.Durations;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * How far time has come: the watermark, up to which windows are over. With event time it follows the newest event less
 * the lateness, and with {@code idle} the clock while nothing comes; with processing time it is the clock. It never goes
 * back. All in nanoseconds since 1970. One thread.
 */
final class Progress {
    private final Clock clock;
    private final boolean byEvents;
    private final long latenessNanos;
    private final long idleNanos;
    private final Duration maxAhead;
    private long newest = Long.MIN_VALUE;
    private long watermark = Long.MIN_VALUE;
    private long lastArrival;

    Progress(WindowPlugin.Settings options, Clock clock) {
        this.clock = clock;
        this.byEvents = options.time() == WindowPlugin.Time.EVENT;
        this.latenessNanos = options.lateness().toNanos();
        this.maxAhead = options.maxAhead();
        this.idleNanos = options.idle().map(Duration::toNanos).orElse(Long.MAX_VALUE);
    }

    /** The time that decides where an event belongs; INVALID ({@code window.time}) too far ahead, or before 1678. */
    long timeOf(Event event) {
        if (!byEvents) {
            return Math.max(watermark, nanos(clock.now()));
        }
        long time = nanos(event.time());
        if (time > newest && event.time().isAfter(clock.now().plus(maxAhead))) {
            throw PenstockException.invalid("window.time", "the event's time, " + event.time() + ", is more than "
                    + Durations.format(maxAhead) + " ahead of the clock");
        }
        return time;
    }

    private static long nanos(Instant time) {
        if (Math.abs(time.getEpochSecond()) > 9_200_000_000L) {
            throw PenstockException.invalid("window.time", "expected a time between 1678 and 2261, but found " + time);
        }
        return time.getEpochSecond() * 1_000_000_000L + time.getNano();
    }

    /** An event of that time is here. */
    void arrived(long time) {
        lastArrival = clock.nanoTime();
        newest = Math.max(newest, time);
        watermark = Math.max(watermark, byEvents ? newest - latenessNanos : time);
    }

    /** Nothing came, but time may have passed. */
    void tick() {
        long waited = clock.nanoTime() - lastArrival;
        if (!byEvents) {
            watermark = Math.max(watermark, nanos(clock.now()));
        } else if (waited >= idleNanos) {
            watermark = Math.max(watermark, newest + waited - latenessNanos);
        }
    }

    long watermark() {
        return watermark;
    }

    boolean isOver(long end) {
        return end <= watermark;
    }

    /** When a window that ends then will be over if no event comes any more; empty for never. */
    Optional<Instant> whenOver(long end) {
        if (!byEvents) {
            return Optional.of(instant(end));
        }
        if (idleNanos == Long.MAX_VALUE) {
            return Optional.empty();
        }
        long wait = Math.max(idleNanos, end + latenessNanos - newest) - (clock.nanoTime() - lastArrival);
        return Optional.of(clock.now().plusNanos(Math.max(0, wait)));
    }

    static Instant instant(long nanos) {
        return Instant.ofEpochSecond(Math.floorDiv(nanos, 1_000_000_000L), Math.floorMod(nanos, 1_000_000_000L));
    }
}
