package io.penstock.relay.client.component;

import static io.penstock.relay.client.component.Rig.options;
import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.core.event.Bytes;
import io.penstock.core.event.Event;
import io.penstock.core.event.Record;
import io.penstock.core.time.Clock;
import io.penstock.core.time.ManualClock;
import io.penstock.relay.wire.api.Message;
import io.penstock.relay.wire.api.RejectCode;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Servers that fall silent, stall, leave or say what nobody asked. */
class PeerTest extends ServedSetup {
    private final ManualClock manual = new ManualClock(Rig.START);

    private Rig quick() {
        return new Rig(folder, Clock.system(), options(server.address(), "retry", Rig.AT_ONCE, "buffer_max_length", 1)).opened();
    }

    private Rig patient() {
        return new Rig(folder, manual, options(server.address(), "buffer_max_length", 1)).opened();
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

            rig.awaitFailures(1);
            assertThat(rig.health().reason()).contains("silent for 3 heartbeats");
        }
    }

    @Test
    void aPeerThatTakesNothingIsNoticedWhileAWriteBlocks() throws Exception {
        server.stalls = true;
        server.windowBytes = Integer.MAX_VALUE;
        try (Rig rig = patient()) {
            rig.connected();
            List<Event> large = IntStream.range(0, 100).<Event>
                    mapToObj(i -> Record.raw(Rig.START, "x".repeat(200_000))).toList();
            rig.write(large);
            awaitStill(rig);
            manual.advance(Duration.ofSeconds(30));

            rig.awaitFailures(1);
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
    void aServerThatSaysGoodbyeIsComeBackTo() throws Exception {
        try (Rig rig = quick()) {
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
            server.say(new Message.Challenge(1, 0, new UUID(0, 0),
                    Bytes.of(new byte[Message.Challenge.NONCE_BYTES]), ""));

            rig.awaitFailures(1);
            assertThat(rig.lastTrouble()).contains("Challenge");
        }
    }

    @Test
    void takesAcknowledgementsOfWhatAFormerConnectionBrought() throws Exception {
        server.reject = Optional.of(Message.Reject.of(RejectCode.BUSY, ""));
        try (Rig rig = quick()) {
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
}
