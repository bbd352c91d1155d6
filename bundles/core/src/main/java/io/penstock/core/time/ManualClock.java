package io.penstock.core.time;

import java.time.Duration;
import java.time.Instant;

/** A clock that stands still until told to leap: for pipe tests, and for tests of everything. Thread-safe. */
public final class ManualClock implements Clock {
    private Instant now;
    private long nanos;

    /** Starts at {@code now}, its monotonic count at zero. */
    public ManualClock(Instant now) {
        this.now = now;
    }

    @Override
    public synchronized Instant now() {
        return now;
    }

    @Override
    public synchronized long nanoTime() {
        return nanos;
    }

    /** Moves both the wall clock and the monotonic count on. */
    public synchronized void advance(Duration by) {
        now = now.plus(by);
        nanos += by.toNanos();
    }

    /** Sets the wall clock alone, as a person or NTP would; the monotonic count stays. */
    public synchronized void set(Instant wall) {
        now = wall;
    }
}
