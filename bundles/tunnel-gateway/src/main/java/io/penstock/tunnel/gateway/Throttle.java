package io.penstock.tunnel.gateway;

import io.penstock.core.time.Clock;
import io.penstock.core.value.ByteSize;
import io.penstock.tunnel.wire.api.RateLimit;
import java.util.List;
import java.util.Optional;

/** The bandwidth of a listener or user, for all of its streams together. Thread-safe. */
final class Throttle {
    private final Clock clock;
    private Optional<ByteSize> bandwidth = Optional.empty();
    private volatile List<RateLimit> limits = List.of();

    Throttle(Clock clock) {
        this.clock = clock;
    }

    /** Another bandwidth, for streams that begin from now on. */
    synchronized void become(Optional<ByteSize> next) {
        if (!next.equals(bandwidth)) {
            bandwidth = next;
            limits = next.map(bytes -> List.of(new RateLimit(bytes.bytes(), clock))).orElse(List.of());
        }
    }

    List<RateLimit> limits() {
        return limits;
    }
}
