package io.penstock.core.concurrent;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.core.time.Clock;
import io.penstock.core.time.ManualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class StopSignalTest {
    @Test
    void waitsUntilAManualClockLeaps() throws Exception {
        ManualClock clock = new ManualClock(Instant.EPOCH);
        CompletableFuture<Boolean> passed = pausing(new StopSignal(clock), Duration.ofHours(1).toNanos());
        assertThat(passed).isNotDone();
        clock.advance(Duration.ofHours(1));
        assertThat(passed.get(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void endsTheWaitWhenStopped() throws Exception {
        StopSignal signal = new StopSignal(Clock.system());
        CompletableFuture<Boolean> passed = pausing(signal, Clock.system().nanoTime() + Duration.ofHours(1).toNanos());
        signal.stop();
        assertThat(passed.get(10, TimeUnit.SECONDS)).isFalse();
        assertThat(signal.stopped()).isTrue();
    }

    @Test
    void doesNotWaitForWhatIsPast() throws Exception {
        assertThat(new StopSignal(Clock.system()).pause(Duration.ZERO)).isTrue();
    }

    private static CompletableFuture<Boolean> pausing(StopSignal signal, long untilNanos) {
        CompletableFuture<Boolean> passed = new CompletableFuture<>();
        Workers.thread("pause", () -> {
            try {
                passed.complete(signal.pauseUntil(untilNanos));
            } catch (InterruptedException e) {
                passed.completeExceptionally(e);
            }
        }).start();
        return passed;
    }
}
