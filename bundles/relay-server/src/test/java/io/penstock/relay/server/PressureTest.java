package io.penstock.relay.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.core.event.Measurement;
import io.penstock.core.time.Clock;
import io.penstock.core.time.ManualClock;
import io.penstock.relay.wire.api.EpochRange;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class PressureTest {
    private static final Duration SOON = Duration.ofSeconds(30);

    @TempDir
    Path folder;
    private final PipeFeed feed = new PipeFeed();

    private static EpochRange range() {
        return new EpochRange(1, 0, 1_000_000);
    }

    /** A client that floods a server whose pipe stands still is not read from once it has its share. */
    @Test
    void stalledPipeStopsItsClientsWithinTheLimit() throws Exception {
        feed.stall();
        Map<String, Object> options = Map.of("limits", Map.of("per-client", "256KiB", "bytes-in-flight", "1MiB"));
        try (RunningServer server = RunningServer.start(options, folder, Clock.system(), feed);
                Peer peer = Peer.open(server.address(), "node1", range())) {
            Thread flood = flood(peer, 60);
            awaitPause(server);
            long waiting = server.relay().turns().bytes();
            assertThat(waiting).isBetween(1L, (256L << 10) + (128 << 10));
            feed.drain();
            flood.join();
            peer.acknowledged(1, 60 * 8000L);
            assertThat(feed.recorded().events()).hasSize(60 * 8000);
        }
    }

    private static Thread flood(Peer peer, int frames) {
        Thread thread = new Thread(() -> {
            Random random = new Random(1);
            for (int i = 0; i < frames; i++) {
                List<Measurement> events = new ArrayList<>();
                for (int j = 0; j < 8000; j++) {
                    events.add(Measurement.of("m", Peer.TIME.plusNanos(random.nextLong(1_000_000_000L)), random.nextDouble(), "1"));
                }
                try {
                    peer.write(peer.frames(1, i * 8000L, events));
                } catch (java.io.IOException e) {
                    return;
                }
            }
        });
        thread.start();
        return thread;
    }

    private static void awaitPause(RunningServer server) {
        while (server.relay().turns().paused() == 0 && !Thread.interrupted()) {
            Thread.onSpinWait();
        }
    }

    @Test
    void heartbeatsGoOnWhileThePipeStandsStill() throws Exception {
        feed.stall();
        try (RunningServer server = RunningServer.start(Map.of("heartbeat", "50ms"), folder, Clock.system(), feed);
                Peer peer = Peer.open(server.address(), "node1", range())) {
            peer.data(1, 0, 10);
            peer.read(io.penstock.relay.wire.api.Message.Heartbeat.class);
            feed.drain();
            peer.acknowledged(1, 10);
        }
    }

    @Test
    void busyClientDoesNotStarveTheOthers() throws Exception {
        feed.stall();
        try (RunningServer server = RunningServer.start(folder, feed);
                Peer busy = Peer.open(server.address(), "busy", range());
                Peer modest = Peer.open(server.address(), "modest", new UUID(3, 4), range())) {
            for (int i = 0; i < 200; i++) {
                busy.data(1, i * 8000L, 8000);
            }
            awaitWaiting(server);
            modest.data(1, 0, 10);
            feed.drain();
            modest.acknowledged(1, 10);
            long before = server.relay().clients().all().stream().filter(client -> client.visit().name().equals("busy"))
                    .findFirst().orElseThrow().counters().events.sum();
            assertThat(before).isLessThan(200 * 8000L);
        }
    }

    private static void awaitWaiting(RunningServer server) {
        while (server.relay().turns().bytes() < Turns.TURN_BYTES && !Thread.interrupted()) {
            Thread.onSpinWait();
        }
    }

    @Test
    void slowsAClientDownToItsRate() throws Exception {
        ManualClock clock = new ManualClock(Instant.parse("2026-01-01T00:00:00Z"));
        try (RunningServer server = RunningServer.start(Map.of("limits", Map.of("rate", "100/s")), folder, clock, feed);
                Peer peer = Peer.open(server.address(), "node1", range())) {
            peer.data(1, 0, 200);
            peer.data(1, 200, 100);
            peer.acknowledged(1, 200);
            peer.socket.setSoTimeout(200);
            assertThat(silent(peer)).isTrue();
            clock.advance(Duration.ofSeconds(1));
            peer.socket.setSoTimeout(10_000);
            peer.acknowledged(1, 300);
        }
    }

    private static boolean silent(Peer peer) throws Exception {
        try {
            return peer.read() == null;
        } catch (SocketTimeoutException e) {
            return true;
        }
    }

    /** Frames with one byte changed: each is answered or taken, none stops the server, whose memory stays as it was. */
    @Test
    void survivesMutatedFrames() throws Exception {
        Random random = new Random(42);
        try (RunningServer server = RunningServer.start(Map.of("limits", Map.of("unauthenticated", 1000)), folder,
                Clock.system(), feed)) {
            for (int i = 0; i < 500; i++) {
                try (Peer peer = Peer.open(server.address(), "node" + i % 7, new UUID(9, i), range())) {
                    byte[] frames = peer.frames(1, 0, 20);
                    for (int changes = random.nextInt(3); changes >= 0; changes--) {
                        frames[4 + random.nextInt(frames.length - 4)] ^= (byte) (1 << random.nextInt(8));
                    }
                    peer.write(frames);
                    peer.socket.shutdownOutput();
                    peer.socket.getInputStream().readAllBytes();
                }
            }
            try (Peer peer = Peer.open(server.address(), "node1", range())) {
                peer.data(1, 0, 10);
                peer.acknowledged(1, 10);
            }
            assertThat(server.relay().turns().bytes()).isZero();
        }
    }

    @Test
    void survivesMutatedHandshakes() throws Exception {
        Random random = new Random(43);
        try (RunningServer server = RunningServer.start(Map.of("limits", Map.of("unauthenticated", 1000)), folder,
                Clock.system(), feed)) {
            byte[] hello = io.penstock.relay.wire.api.MessageCodec.encode(Peer.hello("node1", Peer.IDENTITY)).array().clone();
            for (int i = 0; i < 500; i++) {
                byte[] mutated = hello.clone();
                mutated[4 + random.nextInt(mutated.length - 4)] ^= (byte) (1 << random.nextInt(8));
                try (Peer peer = new Peer(server.address())) {
                    peer.write(mutated);
                    peer.socket.shutdownOutput();
                    peer.socket.getInputStream().readAllBytes();
                }
            }
            try (Peer peer = Peer.open(server.address(), "node1", range())) {
                peer.data(1, 0, 10);
                peer.acknowledged(1, 10);
            }
        }
    }

    @Test
    void manyClientsAreServedAlike() throws Exception {
        int clients = 100;
        CountDownLatch done = new CountDownLatch(clients);
        try (RunningServer server = RunningServer.start(Map.of("limits", Map.of("unauthenticated", 8)), folder,
                Clock.system(), feed)) {
            for (int i = 0; i < clients; i++) {
                int number = i;
                new Thread(() -> {
                    try (Peer peer = Peer.open(server.address(), "node" + number, new UUID(5, number), range())) {
                        for (int frame = 0; frame < 5; frame++) {
                            peer.data(1, frame * 100L, 100);
                        }
                        peer.acknowledged(1, 500);
                        done.countDown();
                    } catch (Exception e) {
                        throw new IllegalStateException(e);
                    }
                }).start();
            }
            assertThat(done.await(SOON.toSeconds(), java.util.concurrent.TimeUnit.SECONDS)).isTrue();
            assertThat(feed.recorded().events()).hasSize(clients * 500);
        }
    }
}
