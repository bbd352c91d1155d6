package io.penstock.relay.server;

import io.penstock.core.time.Clock;

/** When a connection was last heard, and last written to. Written by its event loop, read by any thread. */
final class Pulse {
    private final Clock clock;
    private volatile long heard;
    private volatile long resumed;
    private volatile long claimed;
    private long wrote;
    private final long born;

    Pulse(Clock clock) {
        this.clock = clock;
        this.born = clock.nanoTime();
        this.heard = born;
        this.resumed = born;
        this.claimed = born;
        this.wrote = born;
    }

    void hear() {
        heard = clock.nanoTime();
    }

    void write() {
        wrote = clock.nanoTime();
    }

    /** It is read from again: silence begins now. */
    void resume() {
        resumed = clock.nanoTime();
        heard = resumed;
    }

    /** It asks to begin. */
    void claim() {
        claimed = clock.nanoTime();
    }

    long claimed() {
        return claimed;
    }

    long ageNanos() {
        return clock.nanoTime() - born;
    }

    long silentNanos() {
        return clock.nanoTime() - heard;
    }

    long idleNanos() {
        return clock.nanoTime() - wrote;
    }

    /** How long after a time it was heard; what was read after a pause may be old. */
    long heardAfter(long time) {
        long since = resumed - time > 0 ? resumed : time;
        return heard - since;
    }
}
