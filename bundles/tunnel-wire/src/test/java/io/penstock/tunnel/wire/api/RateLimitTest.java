package io.penstock.tunnel.wire.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.core.time.ManualClock;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class RateLimitTest {
    private final ManualClock clock = new ManualClock(Instant.EPOCH);
    private final RateLimit limit = new RateLimit(1_000_000, clock);

    @Test
    void letsABurstThroughAtOnce() {
        assertThat(limit.take(100_000)).isZero();
        assertThat(limit.take(1_000)).isEqualTo(Duration.ofMillis(1).toNanos());
    }

    @Test
    void keepsItsRateWhoeverWaitsAsTold() {
        long bytes = 0;
        long nanos = 0;
        while (bytes < 10_000_000) {
            long wait = limit.take(64_000);
            bytes += 64_000;
            nanos += wait;
            clock.advance(Duration.ofNanos(wait));
        }
        assertThat(Duration.ofNanos(nanos).toMillis()).isBetween(9_800L, 10_100L);
    }

    @Test
    void savesNoMoreThanABurst() {
        clock.advance(Duration.ofHours(1));
        assertThat(limit.take(100_000)).isZero();
        assertThat(limit.take(100_000)).isEqualTo(Duration.ofMillis(100).toNanos());
    }

    @Test
    void sharesTheRate() {
        limit.take(100_000);
        assertThat(limit.take(500_000)).isEqualTo(Duration.ofMillis(500).toNanos());
        assertThat(limit.take(500_000)).isEqualTo(Duration.ofSeconds(1).toNanos());
    }
}
