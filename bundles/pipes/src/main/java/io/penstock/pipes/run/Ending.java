package io.penstock.pipes.run;

import io.penstock.core.error.PenstockException;
import io.penstock.core.time.Clock;
import java.util.concurrent.TimeUnit;

/** Ends threads that run code of plugins: where that loses an interrupt, the next one comes soon. */
final class Ending {
    private static final long AGAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private Ending() {
    }

    /** Closes something; what goes wrong is told, and keeps nothing else from being closed. */
    static void close(String node, Runnable close, PipeEvents events) {
        try {
            close.run();
        } catch (RuntimeException | LinkageError e) {
            events.closedBadly(node, PenstockException.describe(e));
        }
    }

    /** Interrupts a thread until it ends or the time is over; tells whether it has ended. */
    static boolean interrupt(Thread thread, long nanos) throws InterruptedException {
        Clock clock = Clock.system();
        long end = clock.nanoTime() + nanos;
        for (long left = nanos; thread.isAlive() && left > 0; left = end - clock.nanoTime()) {
            thread.interrupt();
            TimeUnit.NANOSECONDS.timedJoin(thread, Math.min(left, AGAIN_NANOS));
        }
        return !thread.isAlive();
    }
}
