package io.penstock.core.concurrent;

import io.penstock.core.error.PenstockException;
import java.time.Duration;
import java.util.function.DoubleSupplier;

/**
 * How long to wait before the next try: the initial delay, doubled each time, never above the maximum; with jitter a
 * random part of that between half and whole. Not thread-safe: one owner.
 */
public final class Backoff {
    private final long initialNanos;
    private final long maxNanos;
    private final DoubleSupplier jitter;
    private long nextNanos;

    /**
     * @param initial more than zero, at most {@code max}
     * @param jitter gives a number in [0, 1); {@code () -> 1} means none
     */
    public Backoff(Duration initial, Duration max, DoubleSupplier jitter) {
        if (initial.isZero() || initial.isNegative() || initial.compareTo(max) > 0) {
            throw PenstockException.invalid("value.backoff",
                    "the initial delay must be above zero and at most the maximum delay: " + initial + ", " + max);
        }
        this.initialNanos = initial.toNanos();
        this.maxNanos = max.toNanos();
        this.jitter = jitter;
        this.nextNanos = initialNanos;
    }

    /** The wait before the next try; each call lengthens the one after it. */
    public Duration next() {
        long wait = nextNanos;
        nextNanos = wait > maxNanos / 2 ? maxNanos : wait * 2;
        return Duration.ofNanos((long) (wait * (0.5 + 0.5 * jitter.getAsDouble())));
    }

    /** After a success: the next wait is the initial one again. */
    public void reset() {
        nextNanos = initialNanos;
    }
}
