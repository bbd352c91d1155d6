package io.penstock.tunnel.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.penstock.tunnel.agent.TunnelState.Kind;
import io.penstock.tunnel.testing.EchoTarget;
import io.penstock.tunnel.testing.GatewayEnd;
import io.penstock.tunnel.testing.ManualTimers;
import io.penstock.tunnel.testing.TestGateway;
import io.penstock.tunnel.testing.TestStream;
import io.penstock.tunnel.testing.Until;
import io.penstock.tunnel.wire.api.Message;
import io.penstock.tunnel.wire.api.PeerKind;
import io.penstock.tunnel.wire.api.RefusalCode;
import io.penstock.tunnel.wire.api.SigningKey;
import io.penstock.tunnel.wire.api.TunnelProtocol;
import io.penstock.yamux.api.YamuxSettings;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class AgentConnectionsTest {
    @TempDir
    private Path folder;
    private TestGateway gateway;

    @BeforeEach
    void open() throws Exception {
        gateway = new TestGateway(folder.resolve("one"));
    }

    @AfterEach
    void close() {
        gateway.close();
    }

    @Test
    void saysWhoItIs() throws Exception {
        try (RunningAgent agent = RunningAgent.start(gateway, Map.of("connections", 2))) {
            Message.Hello one = gateway.next().hello();
            Message.Hello two = gateway.next().hello();
            assertThat(one.kind()).isEqualTo(PeerKind.AGENT);
            assertThat(one.id()).isEqualTo(TestGateway.ID);
            assertThat(one.connections()).isEqualTo(2);
            assertThat(one.features()).contains(TunnelProtocol.DRAIN);
            assertThat(one.instance()).hasSize(32).isEqualTo(two.instance());
            assertThat(List.of(one.connection(), two.connection())).containsExactlyInAnyOrder(0, 1);
            agent.awaitState(Kind.ONLINE);
        }
    }

    @Test
    void comesBackWhenTheConnectionIsLostAndTellsTheStory() throws Exception {
        ManualTimers timers = new ManualTimers();
        try (RunningAgent agent = RunningAgent.start(gateway, Map.of(), timers)) {
            GatewayEnd end = gateway.next();
            agent.awaitState(Kind.ONLINE);
            end.cut();
            assertThat(agent.awaitState(Kind.OFFLINE).reason()).isNotEmpty();
            assertThat(timers.untilNext()).isLessThanOrEqualTo(Duration.ofSeconds(1));
            timers.advance(Duration.ofSeconds(1));
            gateway.next();
            agent.awaitState(Kind.ONLINE);
            assertThat(agent.agent().counters().lost.sum()).isEqualTo(1);
        }
    }

    @Test
    void keepsTryingAGatewayThatIsNotThere() throws Exception {
        ManualTimers timers = new ManualTimers();
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        try (RunningAgent agent = RunningAgent.start(gateway, Map.of("gateway", "127.0.0.1:" + port), timers)) {
            assertThat(agent.awaitState(Kind.NEVER_CONNECTED).reason()).contains("refuses connections");
            Until.holds("it goes on trying", () -> {
                assertThat(timers.toNext()).isLessThanOrEqualTo(Duration.ofSeconds(30));
                return agent.resolver().asked() > 10;
            });
        }
    }

    @ParameterizedTest
    @CsvSource({"DUPLICATE, DUPLICATE_REFUSED", "DISABLED, DISABLED", "VERSION, NEVER_CONNECTED"})
    void aRefusedAgentStaysAndComesBackAfterAMinute(RefusalCode code, Kind kind) throws Exception {
        ManualTimers timers = new ManualTimers();
        gateway.decide(hello -> new Message.Refused(code, "not now", 0));
        try (RunningAgent agent = RunningAgent.start(gateway, Map.of(), timers)) {
            assertThat(agent.awaitState(kind).reason()).contains(code.name()).contains("not now");
            assertThat(timers.untilNext()).isBetween(Duration.ofSeconds(60), Duration.ofSeconds(90));
            gateway.decide(hello -> TestGateway.WELCOME);
            timers.advance(Duration.ofSeconds(59));
            assertThat(agent.resolver().asked()).as("attempts").isEqualTo(1);
            assertThat(gateway.connections()).isEqualTo(1);
            timers.toNext();
            gateway.next();
            agent.awaitState(Kind.ONLINE);
        }
    }

    @Test
    void aWrongKeyIsRefusedAndRetriedSlowly() throws Exception {
        ManualTimers timers = new ManualTimers();
        String other = SigningKey.generate(new SecureRandom()).text().reveal();
        try (RunningAgent agent = RunningAgent.start(gateway, Map.of("private-key", other), timers)) {
            assertThat(agent.awaitState(Kind.NEVER_CONNECTED).reason()).contains("UNAUTHENTICATED");
            assertThat(timers.untilNext()).isGreaterThanOrEqualTo(Duration.ofSeconds(60));
        }
    }

    @Test
    void tellsNothingToAGatewayWithAnotherKey() throws Exception {
        try (TestGateway impostor = new TestGateway(folder.resolve("two"));
                RunningAgent agent = RunningAgent.start(gateway, Map.of("gateway", impostor.address()))) {
            assertThat(agent.awaitState(Kind.NEVER_CONNECTED).reason()).contains(impostor.pin());
            assertThat(impostor.hasNext()).isFalse();
        }
    }

    @Test
    void withoutPinTheGatewaysAuthorityMustBeKnown() throws Exception {
        try (RunningAgent agent = RunningAgent.start(gateway, Map.of("gateway-pin", ""))) {
            assertThat(agent.awaitState(Kind.NEVER_CONNECTED).reason()).isNotEmpty();
            assertThat(gateway.hasNext()).isFalse();
        }
    }

    @Test
    void aGatewayThatSaysNothingIsGivenUp() throws Exception {
        ManualTimers timers = new ManualTimers();
        try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
                RunningAgent agent = RunningAgent.start(gateway, Map.of("gateway", "127.0.0.1:" + silent.getLocalPort()), timers)) {
            try (var taken = silent.accept()) {
                Until.holds("given up", () -> {
                    assertThat(timers.toNext()).isLessThanOrEqualTo(Duration.ofSeconds(10));
                    return agent.agent().state().kind() == Kind.NEVER_CONNECTED;
                });
                assertThat(agent.agent().state().reason()).contains("does not answer");
                taken.setSoTimeout(20_000);
                assertThatCode(taken.getInputStream()::readAllBytes).as("it has left").doesNotThrowAnyException();
            }
        }
    }

    @Test
    void anotherGatewayIsTriedWhenOneIsNotThere() throws Exception {
        int nobody;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            nobody = free.getLocalPort();
        }
        Map<String, Object> more = Map.of("gateway", List.of("127.0.0.1:" + nobody, gateway.address()));
        try (RunningAgent agent = RunningAgent.start(gateway, more)) {
            gateway.next();
            agent.awaitState(Kind.ONLINE);
        }
    }

    @Test
    void someOfSeveralConnectionsAreADegradedTunnel() throws Exception {
        gateway.decide(hello -> hello.connection() == 1 ? new Message.Refused(RefusalCode.BUSY, "full", 0) : TestGateway.WELCOME);
        try (RunningAgent agent = RunningAgent.start(gateway, Map.of("connections", 2))) {
            Until.holds("one of two", () -> agent.agent().state().toString().startsWith("degraded: 1 of 2 connections: the gateway"));
            gateway.decide(hello -> TestGateway.WELCOME);
            agent.awaitState(Kind.ONLINE);
        }
    }

    @Test
    void aGatewayThatFellSilentIsNoticedAndReplaced() throws Exception {
        YamuxSettings quick = YamuxSettings.defaults().withPing(Duration.ofMillis(50), Duration.ofMillis(300));
        try (EchoTarget target = new EchoTarget(); RunningAgent agent = RunningAgent.start(gateway, Map.of(), quick)) {
            GatewayEnd end = gateway.next();
            end.open("127.0.0.1:" + target.port(), "x").read(1);
            end.fallSilent();
            assertThat(target.ending()).isEqualTo("broken");
            gateway.next();
            agent.awaitState(Kind.ONLINE);
        }
    }

    @Test
    void theFirstMomentTheWayIsOpenAgainIsNotMissed() throws Exception {
        YamuxSettings quick = YamuxSettings.defaults().withPing(Duration.ofMillis(50), Duration.ofMillis(300));
        ManualTimers timers = new ManualTimers();
        try (RunningAgent agent = RunningAgent.start(gateway, Map.of(), timers, quick)) {
            GatewayEnd end = gateway.next();
            gateway.dark(true);
            end.fallSilent();
            agent.awaitState(Kind.OFFLINE);
            for (int attempts = 2; attempts < 8; attempts++) {
                int begun = attempts;
                Until.holds(begun + " connections", () -> gateway.connections() == begun);
                timers.advance(Duration.ofSeconds(1));
            }
            Until.holds("8 connections", () -> gateway.connections() == 8);
            gateway.dark(false);
            timers.advance(Duration.ofSeconds(1));
            gateway.next();
            agent.awaitState(Kind.ONLINE);
            timers.advance(Duration.ofMinutes(5));
            assertThat(agent.resolver().asked()).as("attempts").isEqualTo(9);
            assertThat(gateway.connections()).isEqualTo(9);
        }
    }

    @Test
    void aGatewayThatAnswersIsNotCrowded() throws Exception {
        ManualTimers timers = new ManualTimers();
        try (RunningAgent agent = RunningAgent.start(gateway, Map.of(), timers)) {
            GatewayEnd end = gateway.next();
            gateway.dark(true);
            end.cut();
            agent.awaitState(Kind.OFFLINE);
            timers.toNext();
            Until.holds("it came back", () -> gateway.connections() == 2);
            timers.advance(Duration.ofSeconds(9));
            assertThat(agent.resolver().asked()).as("attempts").isEqualTo(2);
            assertThat(gateway.connections()).isEqualTo(2);
        }
    }

    @Test
    void oneStreamTooManyIsRefusedAlone() throws Exception {
        YamuxSettings narrow = YamuxSettings.defaults().withMaxStreams(4);
        try (EchoTarget target = new EchoTarget(); RunningAgent agent = RunningAgent.start(gateway, Map.of(), narrow)) {
            GatewayEnd end = gateway.next();
            String address = "127.0.0.1:" + target.port();
            List<TestStream> three = List.of(end.open(address, "a"), end.open(address, "b"), end.open(address, "c"));
            end.open(address, "d").awaitReset();
            for (TestStream stream : three) {
                stream.read(1);
                stream.write("!");
                stream.read(2);
            }
            assertThat(end.lost()).isNotDone();
        }
    }

    @Test
    void everythingEndsWithTheAgent() throws Exception {
        RunningAgent agent = RunningAgent.start(gateway, Map.of("connections", 2));
        GatewayEnd end = gateway.next();
        gateway.next();
        agent.close();
        end.lost().get(20, TimeUnit.SECONDS);
        Until.holds("no thread of it is left", () -> Thread.getAllStackTraces().keySet().stream()
                .noneMatch(thread -> thread.getName().startsWith("penstock-tunnel")));
    }

    @Test
    void aStoppingAgentSaysSoAndStreamsGetTheirGrace() throws Exception {
        try (EchoTarget target = new EchoTarget()) {
            RunningAgent agent = RunningAgent.start(gateway, Map.of("grace", "30s"));
            GatewayEnd end = gateway.next();
            TestStream stream = end.open("127.0.0.1:" + target.port(), "x");
            stream.read(1);
            Thread stop = io.penstock.core.concurrent.Workers.thread("test-stop", () -> agent.agent().close());
            stop.start();
            end.message(Message.Leaving.class);
            stream.write("y");
            assertThat(stream.read(2)).isEqualTo("xy");
            stream.finish();
            stream.awaitFinish();
            stop.join(20_000);
            assertThat(stop.isAlive()).isFalse();
            assertThat(target.ending()).isEqualTo("finished");
        }
    }
}
