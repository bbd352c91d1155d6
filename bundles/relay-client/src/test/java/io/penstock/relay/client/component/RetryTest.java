package io.penstock.relay.client.component;

import static io.penstock.relay.client.component.Rig.options;
import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.core.health.Health.State;
import io.penstock.core.time.Clock;
import io.penstock.core.time.ManualClock;
import io.penstock.relay.wire.api.Message;
import io.penstock.relay.wire.api.RejectCode;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class RetryTest extends ServedSetup {
    private final ManualClock manual = new ManualClock(Rig.START);

    private Rig patient() {
        return new Rig(folder, manual, options(server.address(), "buffer_max_length", 1)).opened();
    }

    @Test
    void triesAgainAfterExactlyOneTwoFourEightAndTenSecondsThenEveryMinute() throws Exception {
        server.reject = Optional.of(Message.Reject.of(RejectCode.BUSY, ""));
        try (Rig rig = patient()) {
            int tries = 1;
            for (int seconds : new int[] {1, 2, 4, 8, 10, 60, 60}) {
                rig.awaitFailures(tries);
                assertThat(server.accepted).hasValue(tries);
                assertThat(rig.health().state()).isEqualTo(tries > 5 ? State.DEGRADED : State.WAITING);
                manual.advance(Duration.ofSeconds(seconds).minusMillis(1));
                manual.advance(Duration.ofMillis(1));
                tries++;
            }
            rig.awaitFailures(tries);
            assertThat(rig.metric("retries_total")).isEqualTo(tries - 1);
            assertThat(rig.lastTrouble()).contains(server.address()).contains("busy");

            server.reject = Optional.empty();
            manual.advance(Duration.ofSeconds(60));
            rig.connected();
            assertThat(rig.lastTrouble()).isEmpty();
        }
    }

    @Test
    void whatAServerRefusesAfterEachWelcomeIsSentMoreAndMoreSlowly() throws Exception {
        // A code that passes: only so does the state tell how long the row of failures is.
        server.poisoned = Optional.of(Message.Reject.of(RejectCode.BUSY, "what is that?"));
        try (Rig rig = patient()) {
            rig.write(1);
            int tries = 1;
            for (int seconds : new int[] {1, 2, 4, 8, 10, 60, 60}) {
                rig.awaitFailures(tries);
                assertThat(server.welcomes).hasValue(tries);
                assertThat(rig.health().state()).isEqualTo(tries > 5 ? State.DEGRADED : State.WAITING);
                assertThat(rig.health().reason()).contains("what is that?");
                manual.advance(Duration.ofSeconds(seconds).minusMillis(1));
                manual.advance(Duration.ofMillis(1));
                tries++;
            }
            rig.awaitFailures(tries);
            server.poisoned = Optional.empty();
            manual.advance(Duration.ofSeconds(60));
            store.awaitEvents(1);
        }
    }

    @Test
    void aConnectionThatLastsMakesTheWaitsBeginAnew() throws Exception {
        try (Rig rig = patient()) {
            for (int i = 1; i <= 10; i++) {
                int times = i;
                rig.await(() -> rig.metric("connections_total") == times, "welcome");
                manual.advance(Duration.ofSeconds(10));
                server.cut();
                rig.awaitFailures(i);
                manual.advance(Duration.ofSeconds(1));
            }
            assertThat(rig.troubles).allMatch(String::isEmpty);
        }
    }

    @Test
    void anAcknowledgementMakesTheWaitsBeginAnew() throws Exception {
        try (Rig rig = patient()) {
            for (int i = 1; i <= 10; i++) {
                int times = i;
                rig.await(() -> rig.metric("connections_total") == times, "welcome");
                rig.write(1);
                rig.await(() -> rig.metric("lag_events") == 0, "acknowledgement");
                server.cut();
                rig.awaitFailures(i);
                manual.advance(Duration.ofSeconds(1));
            }
            assertThat(rig.troubles).allMatch(String::isEmpty);
        }
    }

    @Test
    void triesAgainAfterADefect() throws Exception {
        AtomicBoolean broken = new AtomicBoolean();
        Clock breaking = new Clock() {
            @Override
            public Instant now() {
                return manual.now();
            }

            @Override
            public long nanoTime() {
                if (Thread.currentThread().getName().endsWith("relay-test-out") && broken.getAndSet(false)) {
                    throw new IllegalStateException("made up");
                }
                return manual.nanoTime();
            }
        };
        try (Rig rig = new Rig(folder, breaking, options(server.address(), "buffer_max_length", 1)).opened()) {
            rig.connected();
            broken.set(true);
            rig.write(5);
            rig.awaitFailures(1);
            assertThat(rig.health().state()).isEqualTo(State.DEGRADED);
            assertThat(rig.health().reason()).contains("a defect").contains("made up");

            manual.advance(Duration.ofSeconds(60));
            assertThat(Rig.numbers(store.awaitEvents(5))).isEqualTo(Rig.upTo(5));
        }
    }
}
