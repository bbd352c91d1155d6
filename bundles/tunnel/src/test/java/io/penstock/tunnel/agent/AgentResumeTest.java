package io.penstock.tunnel.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.tunnel.agent.TunnelState.Kind;
import io.penstock.tunnel.testing.EchoTarget;
import io.penstock.tunnel.testing.GatewayEnd;
import io.penstock.tunnel.testing.TestGateway;
import io.penstock.tunnel.testing.TestStream;
import io.penstock.tunnel.testing.Until;
import io.penstock.tunnel.wire.api.Message;
import io.penstock.tunnel.wire.api.SigningKey;
import io.penstock.tunnel.wire.api.TunnelProtocol;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class AgentResumeTest {
    private final SigningKey key = SigningKey.generate(new SecureRandom());
    @TempDir
    private Path folder;
    private TestGateway gateway;
    private EchoTarget target;

    @BeforeEach
    void open() throws Exception {
        gateway = new TestGateway(folder, key, true);
        target = new EchoTarget();
    }

    @AfterEach
    void close() throws IOException {
        target.close();
        gateway.close();
    }

    private String address() {
        return "127.0.0.1:" + target.port();
    }

    @Test
    void streamsOutliveALostConnection() throws Exception {
        try (RunningAgent agent = RunningAgent.start(gateway, Map.of())) {
            GatewayEnd end = gateway.next();
            assertThat(end.hello().features()).contains(TunnelProtocol.RESUME);
            TestStream stream = end.open(address(), "before ");
            stream.read(7);
            gateway.cutAll();
            stream.write("after");
            assertThat(stream.read(12)).isEqualTo("before after");
            assertThat(gateway.connections()).isGreaterThan(1);
            assertThat(end.lost()).isNotDone();
            Until.holds("online", () -> agent.agent().state().toString().equals("online"));
            assertThat(end.open(address(), "new").read(3)).isEqualTo("new");
            assertThat(gateway.hasNext()).isFalse();
        }
    }

    @Test
    void bulkSurvivesManyCutsWhole() throws Exception {
        try (RunningAgent agent = RunningAgent.start(gateway, Map.of())) {
            TestStream stream = gateway.next().open(address(), "");
            stream.first(Message.Connected.class);
            String block = "0123456789abcdef".repeat(8192);
            for (int i = 0; i < 100; i++) {
                stream.write(block);
                if (i % 20 == 10) {
                    int had = gateway.connections();
                    gateway.cutAll();
                    Until.holds("it came back", () -> gateway.connections() > had);
                }
            }
            stream.finish();
            int size = block.length() * 100;
            String all = stream.read(size + 1 + Integer.toString(size).length());
            assertThat(all.hashCode()).isEqualTo((block.repeat(100) + "/" + size).hashCode());
            assertThat(target.ending()).isEqualTo("finished");
        }
    }

    @Test
    void whileNoConnectionStandsTheStateSaysThatStreamsWait() throws Exception {
        try (RunningAgent agent = RunningAgent.start(gateway, Map.of())) {
            gateway.next();
            agent.awaitState(Kind.ONLINE);
            gateway.dark(true);
            gateway.cutAll();
            assertThat(agent.awaitState(Kind.DEGRADED).reason()).startsWith("streams wait for a new connection: ");
            Until.holds("attempts side by side", () -> gateway.connections() >= 4);
            gateway.dark(false);
            agent.awaitState(Kind.ONLINE);
        }
    }

    @Test
    void aGatewayThatForgotTheSessionEndsItsStreamsAndGetsANewOne() throws Exception {
        try (RunningAgent agent = RunningAgent.start(gateway, Map.of())) {
            gateway.next().open(address(), "x").read(1);
            gateway.forget();
            gateway.cutAll();
            GatewayEnd again = gateway.next();
            assertThat(target.ending()).isEqualTo("broken");
            assertThat(again.open(address(), "new").read(3)).isEqualTo("new");
            agent.awaitState(Kind.ONLINE);
        }
    }

    @Test
    void whoDoesNotWantResumptionGetsNone() throws Exception {
        try (RunningAgent agent = RunningAgent.start(gateway, Map.of("resume", false))) {
            GatewayEnd end = gateway.next();
            assertThat(end.hello().features()).doesNotContain(TunnelProtocol.RESUME);
            end.open(address(), "x").read(1);
            gateway.cutAll();
            end.lost().get(20, TimeUnit.SECONDS);
            assertThat(target.ending()).isEqualTo("broken");
            gateway.next();
        }
    }

    @Test
    void aSuspendedAgentStopsAtOnce() throws Exception {
        RunningAgent agent = RunningAgent.start(gateway, Map.of());
        gateway.next().open(address(), "x").read(1);
        gateway.dark(true);
        gateway.cutAll();
        agent.awaitState(Kind.DEGRADED);
        agent.close();
        assertThat(target.ending()).isEqualTo("broken");
        Until.holds("no thread of it is left", () -> Thread.getAllStackTraces().keySet().stream()
                .noneMatch(thread -> thread.getName().startsWith("penstock-tunnel")));
    }
}
