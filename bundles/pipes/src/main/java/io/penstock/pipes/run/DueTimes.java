package io.penstock.pipes.run;

import io.penstock.core.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongUnaryOperator;

/**
 * When a scheduled input runs: waits for one due time after the other. Due times that passed while the input was busy
 * are skipped, or stand for one run at once. One thread, the input's; {@link #close} may come from any.
 */
public final class DueTimes {
    /** Gives the due time after another; empty when there is none. */
    @FunctionalInterface
    interface Calendar {
        Optional<Instant> after(Instant instant);
    }

    private final Clock clock;
    private final Calendar calendar;
    private final boolean queue;
    private final long maxOffsetNanos;
    private final LongUnaryOperator random;
    private final Optional<Instant> first;
    private Optional<Instant> last = Optional.empty();
    private volatile boolean closed;

    /**
     * @param immediate whether the first run is at once
     * @param queue whether a due time missed while busy makes one run follow at once
     * @param random gives a number from 0 to below its argument
     */
    DueTimes(Clock clock, Calendar calendar, boolean immediate, boolean queue, Duration maxOffset,
             LongUnaryOperator random) {
        this.clock = clock;
        this.calendar = calendar;
        this.queue = queue;
        this.maxOffsetNanos = maxOffset.toNanos();
        this.random = random;
        Instant now = clock.now();
        this.first = immediate ? Optional.of(now) : calendar.after(now);
    }

    /** An input without a schedule runs once. */
    static DueTimes once(Clock clock) {
        return new DueTimes(clock, after -> Optional.empty(), true, false, Duration.ZERO, bound -> 0);
    }

    /** Waits for the next due time; false when there is none, or the input is closing. */
    boolean await() throws InterruptedException {
        Optional<Instant> due = last.isEmpty() ? first : following(last.get());
        if (due.isEmpty()) {
            return false;
        }
        long offset = maxOffsetNanos == 0 ? 0 : random.applyAsLong(maxOffsetNanos);
        waitUntil(due.get().plusNanos(offset));
        last = due;
        return !closed;
    }

    private Optional<Instant> following(Instant done) {
        Optional<Instant> due = calendar.after(done);
        Instant now = clock.now();
        if (due.isEmpty() || due.get().isAfter(now)) {
            return due;
        }
        return queue ? Optional.of(now) : calendar.after(now);
    }

    private synchronized void waitUntil(Instant due) throws InterruptedException {
        for (long left = Waiting.sliceUntil(clock, due); left > 0 && !closed; left = Waiting.sliceUntil(clock, due)) {
            TimeUnit.NANOSECONDS.timedWait(this, left);
        }
    }

    synchronized void close() {
        closed = true;
        notifyAll();
    }
}
