package io.penstock.plugin.jdbc;

import io.penstock.core.error.PenstockException;
import java.time.Instant;

/** Times as nanoseconds since 1970 in 64 bits. */
final class EpochNanos {
    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private EpochNanos() {
    }

    /** A time before 1677-09-21 or after 2262-04-11 is INVALID. */
    static long of(Instant time) {
        long seconds = time.getEpochSecond();
        int nanos = time.getNano();
        try {
            if (seconds < 0) {
                // The first representable second begins before the first representable nanosecond.
                return Math.addExact(Math.multiplyExact(seconds + 1, NANOS_PER_SECOND), nanos - NANOS_PER_SECOND);
            }
            return Math.addExact(Math.multiplyExact(seconds, NANOS_PER_SECOND), nanos);
        } catch (ArithmeticException e) {
            throw PenstockException.invalid("jdbc.time",
                    "measurements are stored from 1677-09-21 to 2262-04-11, but this one is of " + time);
        }
    }
}
