package io.penstock.relay.client.send;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.core.options.Options;
import io.penstock.relay.client.settings.RetryOptions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RetryWaitsTest {
    private static RetryWaits waits(Map<String, ?> written, DoubleSupplier random) {
        return new RetryWaits(Options.of(RetryOptions.class).bind(written).orThrow("retry"), random);
    }

    private static List<Long> seconds(RetryWaits waits, int count) {
        return Stream.generate(() -> waits.next().toSeconds()).limit(count).toList();
    }

    @Test
    void waitsOneTwoFourEightTenThenAMinuteForEver() {
        RetryWaits waits = waits(Map.of(), () -> 0);

        assertThat(seconds(waits, 5)).containsExactly(1L, 2L, 4L, 8L, 10L);
        assertThat(waits.exhausted()).isFalse();
        assertThat(seconds(waits, 3)).containsExactly(60L, 60L, 60L);
        assertThat(waits.exhausted()).isTrue();
    }

    @Test
    void beginsAnewAfterASuccess() {
        RetryWaits waits = waits(Map.of(), () -> 0);
        seconds(waits, 7);
        waits.reset();

        assertThat(waits.exhausted()).isFalse();
        assertThat(seconds(waits, 5)).containsExactly(1L, 2L, 4L, 8L, 10L);
    }

    @Test
    void endlessRetriesStayAtTheLongestWaitAndAreToldAfterFive() {
        RetryWaits waits = waits(Map.of("max-times", 0), () -> 0);

        assertThat(seconds(waits, 5)).containsExactly(1L, 2L, 4L, 8L, 10L);
        assertThat(waits.exhausted()).isFalse();
        assertThat(seconds(waits, 100)).containsOnly(10L);
        assertThat(waits.exhausted()).isTrue();
    }

    @Test
    void jitterMakesAWaitBetweenHalfAndAllOfIt() {
        assertThat(waits(Map.of("jitter", true), () -> 0).next()).isEqualTo(Duration.ofMillis(500));
        assertThat(waits(Map.of("jitter", true), () -> 0.5).next()).isEqualTo(Duration.ofMillis(750));
    }
}
