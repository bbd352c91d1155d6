package io.penstock.control.client.session;

import io.penstock.core.time.Clock;
import io.penstock.core.time.ManualClock;
import java.time.Duration;
import java.time.Instant;

/** A manual clock that leaps a while whenever it is read, so that nothing is waited for. Thread-safe. */
final class RunningClock implements Clock {
    private static final Duration LEAP = Duration.ofMillis(200);

    private final ManualClock clock;

    RunningClock(Instant start) {
        this.clock = new ManualClock(start);
    }

    /** So much time passes at once. */
    void advance(Duration by) {
        clock.advance(by);
    }

    @Override
    public Instant now() {
        return clock.now();
    }

    @Override
    public long nanoTime() {
        clock.advance(LEAP);
        return clock.nanoTime();
    }
}
