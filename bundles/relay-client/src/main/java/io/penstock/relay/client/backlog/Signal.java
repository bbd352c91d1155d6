package io.penstock.relay.client.backlog;

import io.penstock.core.time.Clock;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Wakes the sender. It waits by the clock it is given, so it wakes soon when a manual clock leaps. Thread-safe. */
public final class Signal {
    private static final long LOOK_AGAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

    private final Clock clock;
    private long raised;

    /** Not raised yet. */
    public Signal(Clock clock) {
        this.clock = clock;
    }

    /** Something has changed: whoever waits looks again. */
    public synchronized void raise() {
        raised++;
        notifyAll();
    }

    /**
     * Waits until something is so, or the clock's monotonic count is at {@code nanoTime}.
     *
     * @param condition asked without this signal's lock; whoever makes it so raises the signal after
     * @return whether it is so
     */
    public boolean await(BooleanSupplier condition, long nanoTime) throws InterruptedException {
        while (true) {
            long seen = count();
            if (condition.getAsBoolean()) {
                return true;
            }
            if (!waitUntil(seen, nanoTime)) {
                return condition.getAsBoolean();
            }
        }
    }

    private synchronized long count() {
        return raised;
    }

    /** False when the time has come. */
    private synchronized boolean waitUntil(long seen, long nanoTime) throws InterruptedException {
        while (raised == seen) {
            long left = nanoTime - clock.nanoTime();
            if (left <= 0) {
                return false;
            }
            TimeUnit.NANOSECONDS.timedWait(this, clock == Clock.system() ? left : Math.min(left, LOOK_AGAIN_NANOS));
        }
        return true;
    }
}
