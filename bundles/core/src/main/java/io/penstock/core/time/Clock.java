package io.penstock.core.time;

import java.time.Instant;

/** Tells the time. Everything that needs the time is given one of these; nothing reads the system's. Thread-safe. */
public interface Clock {
    /** The wall clock: may jump. Nanosecond precision where the platform has it. */
    Instant now();

    /** A monotonic count of nanoseconds with no fixed origin: for deadlines and durations only. */
    long nanoTime();

    /** The machine's own clock. */
    static Clock system() {
        return SystemClock.INSTANCE;
    }
}
