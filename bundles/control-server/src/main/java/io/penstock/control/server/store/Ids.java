package io.penstock.control.server.store;

import io.penstock.core.time.Clock;
import java.util.UUID;
import java.util.random.RandomGenerator;

/** Makes ids that sort by time: UUIDs of version 7. Thread-safe when the generator is. */
public final class Ids {
    private static final long VERSION = 0x7000L;
    private static final long VARIANT = 0x8000_0000_0000_0000L;

    private final Clock clock;
    private final RandomGenerator random;

    public Ids(Clock clock, RandomGenerator random) {
        this.clock = clock;
        this.random = random;
    }

    /** A new one. */
    public String next() {
        long high = clock.now().toEpochMilli() << 16 | VERSION | random.nextInt(0x1000);
        long low = VARIANT | random.nextLong() >>> 2;
        return new UUID(high, low).toString();
    }
}
