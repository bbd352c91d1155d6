package io.penstock.core.concurrent;

import io.penstock.core.time.Clock;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * A way to wait that {@link #stop} ends at once: for loops that poll, pause or pace themselves. It waits by the clock it
 * is given, so it ends early when a manual clock leaps. Thread-safe.
 */
public final class StopSignal {
    private static final long LOOK_AGAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    private final Clock clock;
    private boolean stopped;

    /** Not stopped yet. */
    public StopSignal(Clock clock) {
        this.clock = clock;
    }

    /** Ends every wait, now and later. Idempotent. */
    public synchronized void stop() {
        stopped = true;
        notifyAll();
    }

    /** Whether {@link #stop} was called. */
    public synchronized boolean stopped() {
        return stopped;
    }

    /**
     * Waits until the time has passed on the clock, or until stopped.
     *
     * @return true when the time has passed, false when stopped
     */
    public boolean pause(Duration time) throws InterruptedException {
        return pauseUntil(clock.nanoTime() + time.toNanos());
    }

    /** As {@link #pause}, until the clock's monotonic count is at {@code nanoTime}. */
    public synchronized boolean pauseUntil(long nanoTime) throws InterruptedException {
        while (!stopped) {
            long left = nanoTime - clock.nanoTime();
            if (left <= 0) {
                return true;
            }
            boolean real = clock == Clock.system();
            TimeUnit.NANOSECONDS.timedWait(this, real ? left : Math.min(left, LOOK_AGAIN_NANOS));
        }
        return false;
    }
}
