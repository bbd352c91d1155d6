package io.penstock.pipes.run;

import io.penstock.core.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;

/** Waits that follow the clock given, also one that leaps: such a clock is looked at often. */
final class Waiting {
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(2);
    private static final long WALL_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

    private Waiting() {
    }

    /** How long to wait for real when {@code nanos} are left on the clock; at least a little. */
    static long slice(Clock clock, long nanos) {
        return Math.max(1, clock == Clock.system() ? nanos : Math.min(nanos, LOOK_NANOS));
    }

    /** As {@link #slice}, for a time on the wall clock, which may jump. */
    static long sliceUntil(Clock clock, Instant due) {
        Instant now = clock.now();
        if (!due.isAfter(now)) {
            return 0;
        }
        Duration left = Duration.between(now, due);
        long nanos = left.compareTo(Duration.ofSeconds(1)) > 0 ? WALL_NANOS : Math.min(left.toNanos(), WALL_NANOS);
        return slice(clock, nanos);
    }

    /** Waits on a condition, whose lock is held, for a slice. */
    static void await(Condition condition, Clock clock, long nanos) throws InterruptedException {
        condition.awaitNanos(slice(clock, nanos));
    }

    /** Waits until the time has passed on the clock. */
    static void pause(Clock clock, Duration wait) throws InterruptedException {
        Object nobody = new Object();
        long end = clock.nanoTime() + wait.toNanos();
        synchronized (nobody) {
            for (long left = wait.toNanos(); left > 0; left = end - clock.nanoTime()) {
                TimeUnit.NANOSECONDS.timedWait(nobody, slice(clock, left));
            }
        }
    }
}
