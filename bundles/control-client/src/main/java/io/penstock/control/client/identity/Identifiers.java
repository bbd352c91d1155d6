package io.penstock.control.client.identity;

import io.penstock.core.time.Clock;
import java.security.SecureRandom;
import java.util.UUID;

/** Makes UUIDs of version 7 (RFC 9562): the time, then chance. Thread-safe. */
public final class Identifiers {
    private final Clock clock;
    private final SecureRandom random;

    public Identifiers(Clock clock, SecureRandom random) {
        this.clock = clock;
        this.random = random;
    }

    /** A new one. */
    public String next() {
        long high = clock.now().toEpochMilli() << 16 | 0x7000 | random.nextInt() & 0x0fff;
        long low = random.nextLong() & 0x3fff_ffff_ffff_ffffL | 0x8000_0000_0000_0000L;
        return new UUID(high, low).toString();
    }
}
