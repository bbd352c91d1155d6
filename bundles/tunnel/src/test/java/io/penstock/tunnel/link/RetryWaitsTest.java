package io.penstock.tunnel.link;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.tunnel.wire.api.Message;
import io.penstock.tunnel.wire.api.RefusalCode;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RetryWaitsTest {
    private static final double ALMOST_ONE = 0.999_999;

    private static Ending refused(RefusalCode code, long retryAfterMs) {
        return Ending.of(new Message.Refused(code, "no", retryAfterMs));
    }

    @Test
    void waitsDoubleUpToTheLongest() {
        RetryWaits waits = new RetryWaits(() -> ALMOST_ONE);
        for (long seconds : new long[] {1, 2, 4, 8, 16, 30, 30, 30}) {
            assertThat(waits.next(Ending.lost("x"))).isBetween(Duration.ofMillis(seconds * 999), Duration.ofSeconds(seconds));
        }
    }

    @Test
    void jitterMayTakeAllOfAWait() {
        RetryWaits waits = new RetryWaits(() -> 0);
        for (int i = 0; i < 10; i++) {
            assertThat(waits.next(Ending.lost("x"))).isZero();
        }
    }

    @Test
    void onlyBeingLetInBeginsAnew() {
        RetryWaits waits = new RetryWaits(() -> ALMOST_ONE);
        waits.next(Ending.lost("x"));
        waits.next(Ending.lost("x"));
        waits.reset();
        assertThat(waits.next(Ending.lost("x"))).isLessThanOrEqualTo(Duration.ofSeconds(1));
    }

    @ParameterizedTest
    @EnumSource(value = RefusalCode.class, names = {"DUPLICATE", "DISABLED", "UNAUTHENTICATED", "VERSION", "MALFORMED", "OTHER"})
    void aRefusalIsWaitedOutForAMinuteAtLeast(RefusalCode code) {
        assertThat(new RetryWaits(() -> 0).next(refused(code, 0))).isEqualTo(Duration.ofSeconds(60));
        assertThat(new RetryWaits(() -> ALMOST_ONE).next(refused(code, 0))).isBetween(Duration.ofSeconds(80), Duration.ofSeconds(90));
        assertThat(new RetryWaits(() -> 0).next(refused(code, 120_000))).isEqualTo(Duration.ofSeconds(120));
    }

    @ParameterizedTest
    @EnumSource(value = RefusalCode.class, names = {"BUSY", "CLOSING"})
    void aBusyGatewaySaysWhenToComeBackAndDiallersSpread(RefusalCode code) {
        assertThat(new RetryWaits(() -> 0).next(refused(code, 4_000))).isEqualTo(Duration.ofSeconds(4));
        assertThat(new RetryWaits(() -> ALMOST_ONE).next(refused(code, 4_000))).isBetween(Duration.ofMillis(5_900), Duration.ofSeconds(6));
    }

    @Test
    void aGatewayCannotSendADiallerAwayForEver() {
        assertThat(new RetryWaits(() -> 0).next(refused(RefusalCode.BUSY, Long.MAX_VALUE))).isEqualTo(Duration.ofMinutes(10));
        assertThat(new RetryWaits(() -> 0).next(refused(RefusalCode.BUSY, -5))).isZero();
    }
}
