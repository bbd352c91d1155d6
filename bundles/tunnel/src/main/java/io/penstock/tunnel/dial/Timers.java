package io.penstock.tunnel.dial;

import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Runs things later, on the loop they belong to. Thread-safe. */
@FunctionalInterface
public interface Timers {
    /** Timers of the loops themselves. */
    Timers REAL = (loop, wait, task) -> {
        Future<?> scheduled = loop.schedule(task, wait.toNanos(), TimeUnit.NANOSECONDS);
        return () -> scheduled.cancel(false);
    };

    /** Runs the task on the loop once the time has passed, unless it is cancelled before. */
    Timer after(EventExecutor loop, Duration wait, Runnable task);

    /** A task that waits for its time. */
    @FunctionalInterface
    interface Timer {
        /** For fields that have no timer yet. */
        Timer NONE = () -> { };

        /** Has no effect once the task has run. */
        void cancel();
    }
}
