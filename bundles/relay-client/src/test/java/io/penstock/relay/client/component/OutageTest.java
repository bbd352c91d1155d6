package io.penstock.relay.client.component;

import static io.penstock.relay.client.component.Rig.options;
import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.core.time.Clock;
import io.penstock.core.time.ManualClock;
import io.penstock.relay.wire.api.Message;
import io.penstock.relay.wire.api.RejectCode;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class OutageTest extends ServedSetup {
    private final ManualClock manual = new ManualClock(Rig.START);

    private Rig quick() {
        return new Rig(folder, Clock.system(), options(server.address(), "retry", Rig.AT_ONCE, "buffer_max_length", 1)).opened();
    }

    private Rig patient() {
        return new Rig(folder, manual, options(server.address(), "buffer_max_length", 1)).opened();
    }

    @Test
    void spoolsWhileThereIsNoServerAndSendsWhenThereIsOne() throws Exception {
        int port = server.port();
        server.close();
        try (Rig rig = quick()) {
            rig.write(100).write(100);
            rig.await(() -> rig.metric("failures_total") > 2, "failures");
            assertThat(rig.metric("lag_events")).isEqualTo(200);

            server = new TestServer(store, port, Optional.empty());
            assertThat(Rig.numbers(store.awaitEvents(200))).isEqualTo(Rig.upTo(200));
        }
    }

    @Test
    void tellsHowFarBehindItIs() throws Exception {
        server.reject = Optional.of(Message.Reject.of(RejectCode.BUSY, ""));
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
        try (Rig rig = quick()) {
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
        try (Rig rig = quick()) {
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
            Rig rig = quick().from(written);
            rig.write(10).write(7);
            written += 17;
            if (i % 3 == 0) {
                store.awaitEvents((int) written);
            }
            rig.kill();
        }
        server.acknowledges = true;
        try (Rig rig = quick().from(written)) {
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
        Rig killed = quick();
        killed.write(100);
        store.awaitEvents(100);
        killed.write(100);
        killed.await(() -> killed.output.spool().backlog().unsent() == 0, "encoded events that wait");
        killed.kill();

        server.acknowledges = true;
        try (Rig rig = quick()) {
            assertThat(Rig.numbers(store.awaitEvents(200))).isEqualTo(Rig.upTo(200));
            rig.await(() -> rig.metric("lag_events") == 0, "acknowledgement");
        }
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
        server.reject = Optional.of(Message.Reject.of(RejectCode.CLOSING, "maintenance"));
        try (Rig rig = patient()) {
            rig.write(50);
        }
        server.reject = Optional.empty();
        try (Rig rig = patient()) {
            assertThat(Rig.numbers(store.awaitEvents(50))).isEqualTo(Rig.upTo(50));
        }
    }
}
