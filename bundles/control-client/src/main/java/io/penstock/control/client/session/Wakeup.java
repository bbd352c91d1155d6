package io.penstock.control.client.session;

import io.penstock.core.time.Clock;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** A wait that a nudge, an answer or the end cuts short; by the clock it is given, so a manual one may leap. Thread-safe. */
final class Wakeup {
    private static final long LOOK_AGAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    private final Clock clock;
    private boolean nudged;
    private boolean answered;
    private boolean stopped;

    Wakeup(Clock clock) {
        this.clock = clock;
    }

    /** There is something to tell the server. */
    synchronized void nudge() {
        nudged = true;
        notifyAll();
    }

    /** The request that waits at the server has come back. */
    synchronized void answer() {
        answered = true;
        notifyAll();
    }

    synchronized void stop() {
        stopped = true;
        notifyAll();
    }

    synchronized boolean stopped() {
        return stopped;
    }

    /** Whether there was a nudge; forgets it. */
    synchronized boolean takeNudge() {
        boolean was = nudged;
        nudged = false;
        return was;
    }

    /** Waits for the time, whoever nudges. */
    void sleep(Duration time) throws InterruptedException {
        await(time, false);
    }

    /** Waits for the time, or until nudged. */
    void rest(Duration time) throws InterruptedException {
        await(time, true);
    }

    private synchronized void await(Duration time, boolean byNudge) throws InterruptedException {
        long end = clock.nanoTime() + time.toNanos();
        while (!stopped && !(byNudge && nudged)) {
            long left = end - clock.nanoTime();
            if (left <= 0) {
                return;
            }
            boolean real = clock == Clock.system();
            TimeUnit.NANOSECONDS.timedWait(this, real ? left : Math.min(left, LOOK_AGAIN_NANOS));
        }
    }

    /** Waits for an answer, a nudge or the time; forgets the answer. */
    synchronized void awaitAnswer(Duration time) throws InterruptedException {
        long end = clock.nanoTime() + time.toNanos();
        while (!stopped && !nudged && !answered) {
            long left = end - clock.nanoTime();
            if (left <= 0) {
                return;
            }
            boolean real = clock == Clock.system();
            TimeUnit.NANOSECONDS.timedWait(this, real ? left : Math.min(left, LOOK_AGAIN_NANOS));
        }
        answered = false;
    }
}
