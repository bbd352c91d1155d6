package io.penstock.relay.client.component;

import static io.penstock.relay.client.component.Rig.options;
import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.core.health.Health.State;
import io.penstock.core.time.Clock;
import io.penstock.core.time.ManualClock;
import io.penstock.relay.wire.api.Message;
import io.penstock.relay.wire.api.RejectCode;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class OutageTest extends ServedSetup {
    private final ManualClock manual = new ManualClock(Rig.START);

    private Rig quick(Clock clock) {
        return new Rig(folder, clock, options(server.address(), "retry", Rig.AT_ONCE, "buffer_max_length", 1)).opened();
    }

    private Rig patient() {
        return new Rig(folder, manual, options(server.address(), "buffer_max_length", 1)).opened();
    }

    private static Message.Reject no(RejectCode code, String message) {
        return Message.Reject.of(code, message);
    }

    @Test
    void triesAgainAfterExactlyOneTwoFourEightAndTenSecondsThenEveryMinute() throws Exception {
        server.reject = Optional.of(no(RejectCode.BUSY, ""));
        try (Rig rig = patient()) {
            int tries = 1;
            for (int seconds : new int[] {1, 2, 4, 8, 10, 60, 60}) {
                awaitFailures(rig, tries);
                assertThat(server.accepted).hasValue(tries);
                assertThat(rig.health().state()).isEqualTo(tries > 5 ? State.DEGRADED : State.WAITING);
                manual.advance(Duration.ofSeconds(seconds).minusMillis(1));
                manual.advance(Duration.ofMillis(1));
                tries++;
            }
            awaitFailures(rig, tries);
            assertThat(rig.metric("retries_total")).isEqualTo(tries - 1);
            assertThat(rig.lastTrouble()).contains(server.address()).contains("busy");

            server.reject = Optional.empty();
            manual.advance(Duration.ofSeconds(60));
            rig.connected();
            assertThat(rig.lastTrouble()).isEmpty();
        }
    }

    private void awaitFailures(Rig rig, int count) {
        rig.await(() -> rig.metric("failures_total") == count, count + " failures");
    }

    @Test
    void whatAServerRefusesAfterEachWelcomeIsSentMoreAndMoreSlowly() throws Exception {
        // A code that passes: only so does the state tell how long the row of failures is.
        server.poisoned = Optional.of(no(RejectCode.BUSY, "what is that?"));
        try (Rig rig = patient()) {
            rig.write(1);
            int tries = 1;
            for (int seconds : new int[] {1, 2, 4, 8, 10, 60, 60}) {
                awaitFailures(rig, tries);
                assertThat(server.welcomes).hasValue(tries);
                assertThat(rig.health().state()).isEqualTo(tries > 5 ? State.DEGRADED : State.WAITING);
                assertThat(rig.health().reason()).contains("what is that?");
                manual.advance(Duration.ofSeconds(seconds).minusMillis(1));
                manual.advance(Duration.ofMillis(1));
                tries++;
            }
            awaitFailures(rig, tries);
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
                awaitFailures(rig, i);
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
                awaitFailures(rig, i);
                manual.advance(Duration.ofSeconds(1));
            }
            assertThat(rig.troubles).allMatch(String::isEmpty);
        }
    }

    @Test
    void spoolsWhileThereIsNoServerAndSendsWhenThereIsOne() throws Exception {
        int port = server.port();
        server.close();
        try (Rig rig = quick(Clock.system())) {
            rig.write(100).write(100);
            rig.await(() -> rig.metric("failures_total") > 2, "failures");
            assertThat(rig.metric("lag_events")).isEqualTo(200);

            server = new TestServer(store, port, Optional.empty());
            assertThat(Rig.numbers(store.awaitEvents(200))).isEqualTo(Rig.upTo(200));
        }
    }

    @Test
    void tellsHowFarBehindItIs() throws Exception {
        server.reject = Optional.of(no(RejectCode.BUSY, ""));
        try (Rig rig = patient()) {
            rig.write(5);
            manual.advance(Duration.ofSeconds(90));
            rig.write(5);

            assertThat(rig.metric("lag_seconds")).isEqualTo(90);
            rig.await(() -> rig.plugin.health().get("test/out").reason()
                    .endsWith("; 10 events are spooled, the oldest for 1m30s"), "health that says so");
            assertThat(rig.metric("lag_events")).isEqualTo(10);
        }
        try (Rig rig = patient()) {
            manual.advance(Duration.ofSeconds(10));
            assertThat(rig.metric("lag_seconds")).isEqualTo(100);
        }
    }

    @Test
    void lostAcknowledgementsStoreNothingTwice() throws Exception {
        server.acknowledges = false;
        try (Rig rig = quick(Clock.system())) {
            for (int i = 1; i <= 10; i++) {
                rig.write(100);
                store.awaitEvents(i * 100);
                server.cut();
            }
            server.acknowledges = true;
            rig.write(1);
            store.awaitEvents(1001);
            rig.await(() -> rig.metric("lag_events") == 0, "acknowledgement");
        }
        assertThat(Rig.numbers(store.events())).isEqualTo(Rig.upTo(1001));
    }

    @Test
    void connectionsCutAnywhereLoseAndDoubleNothing() throws Exception {
        long seed = 20260101;
        Random random = new Random(seed);
        try (Rig rig = quick(Clock.system())) {
            for (int i = 1; i <= 60; i++) {
                server.cutAfterBytes = 1 + random.nextInt(1500);
                server.acknowledges = random.nextBoolean();
                rig.write(1 + random.nextInt(200));
                if (random.nextInt(3) == 0) {
                    server.cut();
                }
            }
            server.cutAfterBytes = Long.MAX_VALUE;
            server.acknowledges = true;
            server.cut();
            int all = rig.points(1).size() + (int) rig.next() - 1;
            store.awaitEvents(all - 1);
            rig.await(() -> rig.metric("lag_events") == 0, "acknowledgement");
            assertThat(Rig.numbers(store.events())).as("seed " + seed).isEqualTo(Rig.upTo(all - 1));
            assertThat(store.missing()).isZero();
        }
    }

    @Test
    void aKilledClientGoesOnWhereItWasThroughManyEpochs() throws Exception {
        server.acknowledges = false;
        long written = 0;
        for (int i = 0; i < 20; i++) {
            Rig rig = quick(Clock.system()).from(written);
            rig.write(10).write(7);
            written += 17;
            if (i % 3 == 0) {
                store.awaitEvents((int) written);
            }
            rig.kill();
        }
        server.acknowledges = true;
        try (Rig rig = quick(Clock.system()).from(written)) {
            rig.write(1);
            store.awaitEvents((int) written + 1);
            rig.await(() -> rig.metric("lag_events") == 0, "acknowledgement");
        }
        assertThat(Rig.numbers(store.events())).isEqualTo(Rig.upTo(written + 1));
    }

    @Test
    void whatWaitsForTheWindowWhenAllEndsIsSentAtTheNextStart() throws Exception {
        server.acknowledges = false;
        server.windowBytes = 1;
        Rig killed = quick(Clock.system());
        killed.write(100);
        store.awaitEvents(100);
        killed.write(100);
        killed.await(() -> killed.output.spool().backlog().unsent() == 0, "encoded events that wait");
        killed.kill();

        server.acknowledges = true;
        try (Rig rig = quick(Clock.system())) {
            assertThat(Rig.numbers(store.awaitEvents(200))).isEqualTo(Rig.upTo(200));
            rig.await(() -> rig.metric("lag_events") == 0, "acknowledgement");
        }
    }

    @Test
    void aPeerThatSaysNothingMoreIsNoticedInThreeHeartbeats() throws Exception {
        server.heartbeats = false;
        try (Rig rig = patient()) {
            rig.connected();
            manual.advance(Duration.ofSeconds(10));
            store.await(state -> server.messages.stream().anyMatch(Message.Heartbeat.class::isInstance), "heartbeat");
            assertThat(rig.metric("failures_total")).isZero();
            manual.advance(Duration.ofSeconds(20));

            awaitFailures(rig, 1);
            assertThat(rig.health().reason()).contains("silent for 3 heartbeats");
        }
    }

    @Test
    void aPeerThatTakesNothingIsNoticedWhileAWriteBlocks() throws Exception {
        server.stalls = true;
        server.windowBytes = Integer.MAX_VALUE;
        try (Rig rig = patient()) {
            rig.connected();
            List<io.penstock.core.event.Event> large = java.util.stream.IntStream.range(0, 100).<io.penstock.core.event.Event>
                    mapToObj(i -> io.penstock.core.event.Record.raw(Rig.START, "x".repeat(200_000))).toList();
            rig.write(large);
            awaitStill(rig);
            manual.advance(Duration.ofSeconds(30));

            awaitFailures(rig, 1);
            server.stalls = false;
            manual.advance(Duration.ofSeconds(1));
            assertThat(store.awaitEvents(100)).isEqualTo(large);
        }
    }

    /** Until a write blocks: nothing more is counted as sent. */
    private static void awaitStill(Rig rig) {
        double[] last = {-1};
        int[] same = {0};
        rig.await(() -> {
            double now = rig.metric("sent_bytes_total");
            same[0] = now == last[0] && now > 0 ? same[0] + 1 : 0;
            last[0] = now;
            return same[0] > 50;
        }, "blocked write");
    }

    @Test
    void goesToTheNextServerWhereTheFirstDoesNotAnswer() throws Exception {
        int nobody;
        try (ServerSocket unused = new ServerSocket(0)) {
            nobody = unused.getLocalPort();
        }
        Map<String, Object> two = options("", "buffer_max_length", 1);
        two.put("relay_server", List.of("127.0.0.1:" + nobody, server.address()));
        try (Rig rig = new Rig(folder, manual, two).opened()) {
            rig.write(10);

            assertThat(store.awaitEvents(10)).hasSize(10);
            rig.connected();
            assertThat(rig.metric("failures_total")).isZero();
        }
    }

    @Test
    void whatIsSpooledWhenItStopsIsSentAtTheNextStart() throws Exception {
        server.reject = Optional.of(no(RejectCode.CLOSING, "maintenance"));
        try (Rig rig = patient()) {
            rig.write(50);
        }
        server.reject = Optional.empty();
        try (Rig rig = patient()) {
            assertThat(Rig.numbers(store.awaitEvents(50))).isEqualTo(Rig.upTo(50));
        }
    }

    @Test
    void aServerThatSaysGoodbyeIsComeBackTo() throws Exception {
        try (Rig rig = quick(Clock.system())) {
            rig.connected();
            server.say(new Message.Goodbye("maintenance"));
            rig.await(() -> server.welcomes.get() == 2, "second welcome");
            rig.write(1);
            store.awaitEvents(1);
        }
    }

    @Test
    void whatTheServerSaysWithoutSenseEndsTheConnection() throws Exception {
        try (Rig rig = patient()) {
            rig.write(1);
            store.awaitEvents(1);
            server.say(new Message.Challenge(1, 0, new java.util.UUID(0, 0),
                    io.penstock.core.event.Bytes.of(new byte[Message.Challenge.NONCE_BYTES]), ""));

            awaitFailures(rig, 1);
            assertThat(rig.lastTrouble()).contains("Challenge");
        }
    }

    @Test
    void takesAcknowledgementsOfWhatAFormerConnectionBrought() throws Exception {
        server.reject = Optional.of(no(RejectCode.BUSY, ""));
        try (Rig rig = quick(Clock.system())) {
            rig.write(20_000).write(20_000);
            server.acknowledges = false;
            server.acknowledgesEarly = OptionalLong.of(40_000);
            server.windowBytes = 1;
            server.reject = Optional.empty();

            rig.await(() -> rig.metric("lag_events") == 0, "acknowledgement");
            assertThat(rig.metric("connections_total")).isEqualTo(1);
            assertThat(rig.metric("unacknowledged_bytes")).isZero();
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
            awaitFailures(rig, 1);
            assertThat(rig.health().state()).isEqualTo(State.DEGRADED);
            assertThat(rig.health().reason()).contains("a defect").contains("made up");

            manual.advance(Duration.ofSeconds(60));
            assertThat(Rig.numbers(store.awaitEvents(5))).isEqualTo(Rig.upTo(5));
        }
    }
}
