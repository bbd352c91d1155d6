package io.penstock.tunnel.wire.api;

import io.penstock.core.time.Clock;

/** So many bytes a second, for whoever shares it. A burst of a tenth of a second is free. Thread-safe. */
public final class RateLimit {
    /** @param bytesPerSecond more than 0 */
    public RateLimit(long bytesPerSecond, Clock clock) {
        throw new UnsupportedOperationException();
    }

    /** Counts bytes that went. @return nanoseconds to wait before the next; 0 for none */
    public long take(long bytes) {
        throw new UnsupportedOperationException();
    }
}
