package io.penstock.relay.server;

import io.penstock.core.value.Rate;
import java.util.concurrent.TimeUnit;

/** Holds one client to its rate: what it sends is paid for in time, a second of which may be saved up. One thread. */
final class Pace {
    private static final long BURST_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final double nanosEach;
    private long paidUntil;

    Pace(Rate rate, long now) {
        this.nanosEach = rate.nanosEach();
        this.paidUntil = now - BURST_NANOS;
    }

    /** Takes so many events; from when on, on the monotonic clock, the next may come. */
    long take(int events, long now) {
        paidUntil = Math.max(paidUntil, now - BURST_NANOS) + (long) (events * nanosEach);
        return paidUntil;
    }
}
