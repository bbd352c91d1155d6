package io.penstock.relay.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penstock.core.event.Bytes;
import io.penstock.core.time.ManualClock;
import io.penstock.core.value.Secret;
import io.penstock.relay.wire.api.EpochRange;
import io.penstock.relay.wire.api.HelloProof;
import io.penstock.relay.wire.api.Message.Hello;
import io.penstock.relay.wire.api.Message.Proof;
import io.penstock.relay.wire.api.Message.Reject;
import io.penstock.relay.wire.api.MessageCodec;
import io.penstock.relay.wire.api.RejectCode;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class AdmissionTest {
    private static final EpochRange RANGE = new EpochRange(1, 0, 5);
    private static final Map<String, Object> TOKENS = Map.of("token", "shared", "clients", Map.of("node1", "one"));

    @TempDir
    Path folder;
    private final ManualClock clock = new ManualClock(Instant.parse("2026-01-01T00:00:00Z"));
    private final PipeFeed feed = new PipeFeed();

    private RunningServer start(Map<String, Object> options) throws InterruptedException {
        return RunningServer.start(options, folder, clock, feed);
    }

    @Test
    void letsInWhoHasTheTokenOfItsName() throws Exception {
        try (RunningServer server = start(TOKENS); Peer peer = new Peer(server.address())) {
            peer.greet("node1", Peer.IDENTITY);
            peer.prove(Optional.of("one"), RANGE);
            peer.welcomed();
            assertThat(server.relay().gate().guests()).isEqualTo(1);
            assertThat(server.relay().gate().strangers()).isZero();
        }
    }

    @Test
    void letsAnyOtherNameInWithTheSharedToken() throws Exception {
        try (RunningServer server = start(TOKENS); Peer peer = new Peer(server.address())) {
            peer.greet("node2", Peer.IDENTITY);
            peer.prove(Optional.of("shared"), RANGE);
            peer.welcomed();
        }
    }

    @Test
    void answersUnknownClientsWrongTokensAndStolenNamesAlike() throws Exception {
        try (RunningServer server = start(Map.of("clients", Map.of("node1", "one", "node2", "two")))) {
            List<Reject> answers = new ArrayList<>();
            answers.add(refused(server, "stranger", Optional.of("one")));
            answers.add(refused(server, "stranger", Optional.empty()));
            answers.add(refused(server, "node1", Optional.of("guess")));
            answers.add(refused(server, "node1", Optional.empty()));
            answers.add(refused(server, "node1", Optional.of("two")));

            assertThat(answers).allMatch(answer -> answer.code() == RejectCode.DENIED).containsOnly(answers.get(0));
            assertThat(server.relay().counters().denied.sum()).isEqualTo(5);
        }
    }

    private Reject refused(RunningServer server, String name, Optional<String> token) throws Exception {
        try (Peer peer = new Peer(server.address())) {
            peer.greet(name, Peer.IDENTITY);
            peer.prove(token, RANGE);
            return peer.rejected();
        }
    }

    @Test
    void refusesAReplayedHelloAndProof() throws Exception {
        try (RunningServer server = start(TOKENS)) {
            Hello hello = Peer.hello("node1", Peer.IDENTITY);
            Bytes mac;
            try (Peer peer = new Peer(server.address())) {
                ByteBuffer challenge = MessageCodec.body(peer.greet("node1", Peer.IDENTITY));
                mac = HelloProof.mac(Secret.of("one"), MessageCodec.body(hello), challenge);
                peer.prove(Optional.of("one"), RANGE);
                peer.welcomed();
            }
            try (Peer peer = new Peer(server.address())) {
                peer.greet("node1", Peer.IDENTITY);
                peer.send(new Proof(mac, List.of(RANGE)));
                assertThat(peer.rejected().code()).isEqualTo(RejectCode.DENIED);
            }
        }
    }

    @Test
    void makesAnAddressThatFailsTooOftenWait() throws Exception {
        try (RunningServer server = start(TOKENS)) {
            for (int i = 0; i < FailedAttempts.MAX_PER_MINUTE; i++) {
                assertThat(refused(server, "node1", Optional.of("guess " + i)).code()).isEqualTo(RejectCode.DENIED);
            }
            try (Peer peer = new Peer(server.address())) {
                Reject reject = peer.rejected();
                assertThat(reject.code()).isEqualTo(RejectCode.RATE);
                assertThat(reject.retryAfter()).isBetween(Duration.ofMillis(1), Duration.ofMinutes(1));
            }
            clock.advance(Duration.ofMinutes(1));
            try (Peer peer = new Peer(server.address())) {
                peer.greet("node1", Peer.IDENTITY);
                peer.prove(Optional.of("one"), RANGE);
                peer.welcomed();
            }
        }
    }

    @Test
    void tellsAClientOfAnotherVersionBothRanges() throws Exception {
        try (RunningServer server = start(Map.of()); Peer peer = new Peer(server.address())) {
            Hello hello = new Hello(7, 9, 0, Peer.IDENTITY, "node1", "test", Bytes.of(new byte[16]));
            peer.send(hello);
            Reject reject = peer.rejected();

            assertThat(reject.code()).isEqualTo(RejectCode.VERSION);
            assertThat(reject.message()).contains("7 to 9").contains("1 to 1");
            assertThat(List.of(reject.minVersion(), reject.maxVersion())).containsExactly(1, 1);
        }
    }

    @Test
    void closesWhoSaysNothing() throws Exception {
        try (RunningServer server = start(Map.of()); Peer peer = new Peer(server.address())) {
            awaitAccepted(server, 1);
            clock.advance(Greeting.DEADLINE.plusMillis(1));

            assertThat(peer.rejected().code()).isEqualTo(RejectCode.PROTOCOL);
            clock.advance(Duration.ofSeconds(2));
            assertThat(peer.closes()).isTrue();
        }
    }

    @Test
    void makesAnIdentityAnewWhenTheOldOneCannotBeRead() throws Exception {
        start(Map.of()).close();
        Path identity;
        try (java.util.stream.Stream<Path> files = Files.walk(folder)) {
            identity = files.filter(file -> file.endsWith("server-identity")).findFirst().orElseThrow();
        }
        Files.writeString(identity, "");

        try (RunningServer server = start(Map.of())) {
            assertThat(Files.readString(identity).strip()).isEqualTo(server.relay().identity().toString());
        }
    }

    /** Until so many connections are furnished: only then their time has begun. */
    private static void awaitAccepted(RunningServer server, int count) {
        while (server.relay().counters().accepted.sum() < count && !Thread.interrupted()) {
            Thread.onSpinWait();
        }
        assertThat(server.relay().counters().accepted.sum()).isEqualTo(count);
    }

    private static void awaitStrangers(RunningServer server, int count) {
        while (server.relay().gate().strangers() != count && !Thread.interrupted()) {
            Thread.onSpinWait();
        }
        assertThat(server.relay().gate().strangers()).isEqualTo(count);
    }

    @Test
    void tellsThoseBeyondTheLimitToComeAgain() throws Exception {
        try (RunningServer server = start(Map.of("limits", Map.of("connections", 1)));
                Peer first = Peer.open(server.address(), "node1", RANGE)) {
            try (Peer second = new Peer(server.address())) {
                second.send(Peer.hello("node2", new UUID(3, 4)));
                Reject reject = second.rejected();
                assertThat(reject.code()).isEqualTo(RejectCode.BUSY);
                assertThat(reject.retryAfter()).isPositive();
            }
            first.data(1, 0, 5);
            first.acknowledged(1, 5);
        }
    }

    @Test
    void letsStrangersWaitOutsideWhileThereAreTooMany() throws Exception {
        try (RunningServer server = start(Map.of("limits", Map.of("unauthenticated", 1)))) {
            try (Peer silent = new Peer(server.address()); Peer next = new Peer(server.address())) {
                awaitStrangers(server, 1);
                next.send(Peer.hello("node1", Peer.IDENTITY));
                next.socket.setSoTimeout(100);
                assertThatThrownBy(next::read).isInstanceOf(java.net.SocketTimeoutException.class);
                silent.close();
                next.socket.setSoTimeout(10_000);
                assertThat(next.read()).isInstanceOf(io.penstock.relay.wire.api.Message.Challenge.class);
            }
        }
    }

    @Test
    void whoIsSlowGivesWayToThoseWhoWaitOutside() throws Exception {
        try (RunningServer server = start(Map.of("limits", Map.of("unauthenticated", 1)))) {
            try (Peer silent = new Peer(server.address()); Peer next = new Peer(server.address())) {
                awaitAccepted(server, 1);
                next.send(Peer.hello("node1", Peer.IDENTITY));
                clock.advance(Greeting.CROWDED_DEADLINE.plusMillis(1));

                assertThat(next.read()).isInstanceOf(io.penstock.relay.wire.api.Message.Challenge.class);
                assertThat(silent.closes()).isTrue();
            }
        }
    }

    @Test
    void takesNoLongFrameFromAStranger() throws Exception {
        try (RunningServer server = start(Map.of()); Peer peer = new Peer(server.address())) {
            peer.write(new byte[] {0, 1, 0, 1});
            assertThat(peer.rejected().code()).isEqualTo(RejectCode.PROTOCOL);
        }
    }

    @Test
    void takesNoFrameLongerThanItSaid() throws Exception {
        try (RunningServer server = start(Map.of());
                Peer peer = Peer.open(server.address(), "node1", RANGE)) {
            peer.write(new byte[] {0x7F, -1, -1, -1});
            assertThat(peer.rejected().code()).isEqualTo(RejectCode.PROTOCOL);
        }
    }

    @Test
    void refusesDataBeforeTheWelcome() throws Exception {
        try (RunningServer server = start(TOKENS); Peer peer = new Peer(server.address())) {
            peer.greet("node1", Peer.IDENTITY);
            peer.write(new byte[] {0, 0, 0, 1, 7});
            assertThat(peer.rejected().code()).isEqualTo(RejectCode.PROTOCOL);
        }
    }

    @Test
    void refusesNamesThatCouldForgeALogLine() throws Exception {
        try (RunningServer server = start(Map.of()); Peer peer = new Peer(server.address())) {
            peer.send(Peer.hello("node1\nERROR all is lost", Peer.IDENTITY));
            assertThat(peer.rejected().code()).isEqualTo(RejectCode.PROTOCOL);
        }
    }

}
