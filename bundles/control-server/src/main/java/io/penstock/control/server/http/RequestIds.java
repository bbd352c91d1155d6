package io.penstock.control.server.http;

import io.penstock.core.time.Clock;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;

/** Names requests: when this started, by chance, and a number, so that no two are the same on any server. Thread-safe. */
final class RequestIds {
    private static final int RADIX = 36;

    private final String start;
    private final AtomicLong count = new AtomicLong();

    RequestIds(Clock clock, RandomGenerator random) {
        this.start = Long.toString(clock.now().getEpochSecond(), RADIX) + "-"
                + Long.toString(random.nextLong() & Integer.MAX_VALUE, RADIX) + "-";
    }

    String next() {
        return start + Long.toString(count.incrementAndGet(), RADIX);
    }
}
