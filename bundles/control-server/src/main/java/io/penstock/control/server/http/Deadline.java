package io.penstock.control.server.http;

import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Future;
import io.penstock.core.time.Clock;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** A time by which something must have happened; moving it is cheap. The loop only. */
final class Deadline {
    private final EventExecutor loop;
    private final Clock clock;
    private final Runnable missed;
    private long dueAt = Long.MAX_VALUE;
    private long wakeAt = Long.MAX_VALUE;
    private Future<?> wake;

    Deadline(EventExecutor loop, Clock clock, Runnable missed) {
        this.loop = loop;
        this.clock = clock;
        this.missed = missed;
    }

    /** From now on: so long. */
    void in(Duration time) {
        dueAt = clock.nanoTime() + time.toNanos();
        if (wake == null || dueAt - wakeAt < 0) {
            wakeUp();
        }
    }

    /** There is none, until the next {@link #in}. */
    void none() {
        dueAt = Long.MAX_VALUE;
    }

    /** There is none any more. */
    void close() {
        none();
        if (wake != null) {
            wake.cancel(false);
            wake = null;
        }
    }

    private void wakeUp() {
        if (wake != null) {
            wake.cancel(false);
        }
        wakeAt = dueAt;
        wake = loop.schedule(this::look, Math.max(0, dueAt - clock.nanoTime()), TimeUnit.NANOSECONDS);
    }

    private void look() {
        wake = null;
        if (dueAt == Long.MAX_VALUE) {
            return;
        }
        if (dueAt - clock.nanoTime() > 0) {
            wakeUp();
        } else {
            none();
            missed.run();
        }
    }
}
