package io.penstock.relay.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.core.event.Measurement;
import io.penstock.core.time.ManualClock;
import io.penstock.relay.wire.api.EpochRange;
import io.penstock.relay.wire.api.Message;
import io.penstock.relay.wire.api.Message.Heartbeat;
import io.penstock.relay.wire.api.Message.Notice;
import io.penstock.relay.wire.api.NoticeCode;
import io.penstock.relay.wire.api.RejectCode;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class LivenessTest {
    private static final Duration BEAT = Duration.ofSeconds(10);
    private static final Duration SOON = Duration.ofSeconds(10);

    @TempDir
    Path folder;
    private final ManualClock clock = new ManualClock(Instant.parse("2026-01-01T00:00:00Z"));
    private final PipeFeed feed = new PipeFeed();

    private RunningServer start() throws InterruptedException {
        return RunningServer.start(Map.of(), folder, clock, feed);
    }

    private static EpochRange range(long epoch) {
        return new EpochRange(epoch, 0, 5);
    }

    @Test
    void sendsHeartbeatsWhenThereIsNothingElse() throws Exception {
        try (RunningServer server = start(); Peer peer = Peer.open(server.address(), "node1", range(1))) {
            clock.advance(BEAT);
            assertThat(peer.read()).isInstanceOf(Heartbeat.class);
        }
    }

    @Test
    void noticesAHalfOpenClientAfterThreeHeartbeats() throws Exception {
        try (RunningServer server = start(); Peer peer = Peer.open(server.address(), "node1", range(1))) {
            clock.advance(BEAT.multipliedBy(3));
            assertThat(peer.read()).isInstanceOf(Heartbeat.class);
            assertThat(server.relay().gate().guests()).isEqualTo(1);
            clock.advance(Duration.ofMillis(1));

            assertThat(peer.closes()).isTrue();
            assertThat(server.relay().counters().lost.sum()).isEqualTo(1);
        }
    }

    @Test
    void keepsAClientThatSendsHeartbeats() throws Exception {
        try (RunningServer server = start(); Peer peer = Peer.open(server.address(), "node1", range(1))) {
            for (int i = 1; i <= 6; i++) {
                clock.advance(BEAT);
                peer.read(Heartbeat.class);
                peer.send(new Heartbeat());
                peer.data(1, i - 1, 1);
                peer.acknowledged(1, i);
            }
            assertThat(server.relay().gate().guests()).isEqualTo(1);
        }
    }

    @Test
    void letsAClientThatComesAgainTakeThePlaceOfItsDeadConnection() throws Exception {
        try (RunningServer server = start(); Peer dead = Peer.open(server.address(), "node1", range(1))) {
            clock.advance(BEAT.multipliedBy(2));
            try (Peer alive = Peer.open(server.address(), "node1", range(1))) {
                assertThat(dead.closes()).isTrue();
                alive.data(1, 0, 5);
                alive.acknowledged(1, 5);
            }
        }
    }

    @Test
    void refusesASecondMachineInTheSameStateWhileTheFirstLives() throws Exception {
        try (RunningServer server = start(); Peer first = Peer.open(server.address(), "node1", range(1));
                Peer second = new Peer(server.address())) {
            second.greet("node1", Peer.IDENTITY);
            second.prove(Optional.empty(), range(1));
            assertThat(first.read()).as("it is asked for a sign of life").isInstanceOf(Heartbeat.class);
            clock.advance(Duration.ofSeconds(2));
            first.send(new Heartbeat());

            assertThat(second.rejected().code()).isEqualTo(RejectCode.DUPLICATE);
            assertThat(server.relay().clients().all().get(0).copied()).isTrue();
            first.data(1, 0, 5);
            first.acknowledged(1, 5);
        }
    }

    @Test
    void letsACopiedIdentityGoOnUnderEpochsOfItsOwnAndTellsIt() throws Exception {
        try (RunningServer server = start();
                Peer original = Peer.open(server.address(), "node1", new EpochRange(1, 0, 5), new EpochRange(2, 0, 5));
                Peer copy = Peer.open(server.address(), "node1", new EpochRange(1, 0, 5), new EpochRange(3, 0, 5))) {
            original.data(1, 0, 5);
            original.acknowledged(1, 5);
            copy.data(1, 0, 5);
            copy.acknowledged(1, 5);
            copy.data(3, 0, 5);
            copy.acknowledged(3, 5);
            clock.advance(Duration.ofSeconds(2));
            original.data(2, 0, 5);

            assertThat(notice(copy).code()).isEqualTo(NoticeCode.IDENTITY_SHARED);
            original.acknowledged(2, 5);
            assertThat(feed.recorded().awaitEvents(15, SOON))
                    .as("what both have is taken once, what each has of its own as well").hasSize(15);
        }
    }

    private static Notice notice(Peer peer) throws Exception {
        Message message = peer.read();
        while (!(message instanceof Notice)) {
            message = peer.read();
        }
        return (Notice) message;
    }

    @Test
    void remembersNoMoreThanTheLastEpochsOfAClient() throws Exception {
        try (RunningServer server = start()) {
            for (long epoch = 1; epoch <= 70; epoch++) {
                try (Peer peer = Peer.open(server.address(), "node1", range(epoch))) {
                    peer.data(epoch, 0, 5);
                    peer.acknowledged(epoch, 5);
                }
            }
            assertThat(feed.forgotten()).containsExactlyElementsOf(LongStream.rangeClosed(1, 6)
                    .mapToObj(epoch -> Clients.partition(Peer.IDENTITY, epoch)).toList());
        }
    }

    @Test
    void keepsOrderWithinAnEpoch() throws Exception {
        try (RunningServer server = start(); Peer peer = Peer.open(server.address(), "node1", range(1))) {
            for (int i = 0; i < 50; i++) {
                peer.data(1, i * 20L, 20);
            }
            peer.acknowledged(1, 1000);
            assertThat(feed.recorded().events()).extracting(event -> ((Measurement) event).value().longValue()).isSorted();
        }
    }
}
