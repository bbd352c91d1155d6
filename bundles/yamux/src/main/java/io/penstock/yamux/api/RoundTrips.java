package io.penstock.yamux.api;

import java.util.concurrent.TimeUnit;

/** The round trips measured: the last one, and the shortest of the last half to whole minute. Event loop only. */
final class RoundTrips {
    private static final long SPAN_NANOS = TimeUnit.SECONDS.toNanos(30);

    private long spanStart;
    private long shortest = Long.MAX_VALUE;
    private long shortestBefore = Long.MAX_VALUE;
    private long last;

    void add(long now, long nanos) {
        if (last == 0 || now - spanStart > SPAN_NANOS) {
            spanStart = now;
            shortestBefore = shortest;
            shortest = Long.MAX_VALUE;
        }
        last = Math.max(1, nanos);
        shortest = Math.min(shortest, last);
    }

    /** 0 before the first. */
    long last() {
        return last;
    }

    /** 0 before the first. */
    long shortest() {
        return last == 0 ? 0 : Math.min(shortest, shortestBefore);
    }
}
