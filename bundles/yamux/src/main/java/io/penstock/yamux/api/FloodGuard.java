package io.penstock.yamux.api;

import io.penstock.core.time.Clock;
import java.util.concurrent.TimeUnit;

/** Counts what costs this end more than the peer (pings, resets, surplus streams): so many at once, so many a second. Event loop only. */
final class FloodGuard {
    private static final long BURST = 20_000;
    private static final long PER_SECOND = 10_000;
    private static final long NANOS_EACH = TimeUnit.SECONDS.toNanos(1) / PER_SECOND;

    private final Clock clock;
    private long left = BURST;
    private long since;

    FloodGuard(Clock clock) {
        this.clock = clock;
        this.since = clock.nanoTime();
    }

    /** False when the peer does too much of it. */
    boolean allows() {
        if (left == 0) {
            long more = (clock.nanoTime() - since) / NANOS_EACH;
            left = Math.min(BURST, more);
            since += more * NANOS_EACH;
        }
        if (left == 0) {
            return false;
        }
        left--;
        return true;
    }
}
