package io.penstock.tunnel.wire.api;

import io.penstock.core.time.Clock;
import java.time.Duration;

/** So many bytes a second, for whoever shares it. A burst of a tenth of a second is free. Thread-safe. */
public final class RateLimit {
    private static final long SECOND_NANOS = Duration.ofSeconds(1).toNanos();
    private static final long BURST_NANOS = SECOND_NANOS / 10;

    private final long bytesPerSecond;
    private final Clock clock;
    /** When all that went will have taken its time. */
    private long paidAt;

    /** @param bytesPerSecond more than 0 */
    public RateLimit(long bytesPerSecond, Clock clock) {
        if (bytesPerSecond <= 0) {
            throw new IllegalArgumentException("a rate of " + bytesPerSecond + " bytes a second lets nothing through");
        }
        this.bytesPerSecond = bytesPerSecond;
        this.clock = clock;
        this.paidAt = clock.nanoTime() - BURST_NANOS;
    }

    /** Counts bytes that went. @return nanoseconds to wait before the next; 0 for none */
    public synchronized long take(long bytes) {
        long now = clock.nanoTime();
        long saved = Math.max(paidAt - now, -BURST_NANOS);
        long cost = (long) ((double) bytes * SECOND_NANOS / bytesPerSecond);
        paidAt = now + saved + cost;
        return Math.max(0, saved + cost);
    }
}
