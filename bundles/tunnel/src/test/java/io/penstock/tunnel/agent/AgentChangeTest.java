package io.penstock.tunnel.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penstock.core.error.PenstockException;
import io.penstock.tunnel.agent.TunnelState.Kind;
import io.penstock.tunnel.testing.EchoTarget;
import io.penstock.tunnel.testing.GatewayEnd;
import io.penstock.tunnel.testing.ManualTimers;
import io.penstock.tunnel.testing.TestGateway;
import io.penstock.tunnel.testing.TestSettings;
import io.penstock.tunnel.testing.TestStream;
import io.penstock.tunnel.testing.Until;
import io.penstock.tunnel.wire.api.Message;
import io.penstock.tunnel.wire.api.OpenCode;
import io.penstock.tunnel.wire.api.RefusalCode;
import io.penstock.tunnel.wire.api.TargetHealth;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class AgentChangeTest {
    @TempDir
    private Path folder;
    private TestGateway gateway;
    private EchoTarget target;

    @BeforeEach
    void open() throws Exception {
        gateway = new TestGateway(folder.resolve("one"));
        target = new EchoTarget();
    }

    @AfterEach
    void close() throws IOException {
        gateway.close();
        target.close();
    }

    private String address() {
        return "127.0.0.1:" + target.port();
    }

    @Test
    void whatIsAllowedChangesAtOnceAndRunningStreamsGoOn() throws Exception {
        try (RunningAgent agent = RunningAgent.start(gateway, Map.of())) {
            GatewayEnd end = gateway.next();
            TestStream running = end.open(address(), "x");
            running.read(1);
            agent.agent().apply(TestSettings.of(gateway, Map.of("allow", List.of("10.0.0.1:1"))));
            assertThat(end.open(address(), "").first(Message.Failed.class).code()).isEqualTo(OpenCode.DENIED);
            running.write("y");
            assertThat(running.read(2)).isEqualTo("xy");
            agent.agent().apply(TestSettings.of(gateway, Map.of("targets", Map.of("echo", address()))));
            assertThat(end.open("echo", "").first()).isInstanceOf(Message.Connected.class);
            assertThat(gateway.connections()).isEqualTo(1);
        }
    }

    @Test
    void aChangedGatewayIsConnectedBeforeTheFormerOneIsLeft() throws Exception {
        try (TestGateway other = new TestGateway(folder.resolve("two"));
                RunningAgent agent = RunningAgent.start(gateway, Map.of())) {
            GatewayEnd old = gateway.next();
            TestStream running = old.open(address(), "x");
            running.read(1);
            agent.agent().apply(TestSettings.of(other, Map.of("connections", 2)));
            other.next();
            other.next();
            old.message(Message.Leaving.class);
            running.write("y");
            assertThat(running.read(2)).isEqualTo("xy");
            running.finish();
            running.awaitFinish();
            old.lost().get(20, TimeUnit.SECONDS);
            Until.holds("only the new ones are left", () -> agent.agent().uplinks().size() == 1);
            assertThat(agent.agent().state().kind()).isEqualTo(Kind.ONLINE);
        }
    }

    @Test
    void newSettingsThatDoNotWorkLeaveTheFormerConnectionsInUse() throws Exception {
        try (TestGateway other = new TestGateway(folder.resolve("two"));
                RunningAgent agent = RunningAgent.start(gateway, Map.of())) {
            other.decide(hello -> new Message.Refused(RefusalCode.DISABLED, "", 0));
            GatewayEnd old = gateway.next();
            agent.agent().apply(TestSettings.of(other, Map.of()));
            Until.holds("degraded", () -> agent.agent().state().toString().startsWith("degraded: the former connections are in use")
                    && agent.agent().state().reason().contains("DISABLED"));
            assertThat(old.open(address(), "x").read(1)).isEqualTo("x");
            agent.agent().apply(TestSettings.of(gateway, Map.of("connections", 2)));
            gateway.next();
            gateway.next();
            agent.awaitState(Kind.ONLINE);
        }
    }

    @Test
    void settingsThatCannotBeUsedChangeNothing() throws Exception {
        try (RunningAgent agent = RunningAgent.start(gateway, Map.of())) {
            gateway.next();
            agent.awaitState(Kind.ONLINE);
            assertThatThrownBy(() -> agent.agent().apply(TestSettings.of(gateway, Map.of("ca", folder.resolve("none.pem").toString()))))
                    .isInstanceOf(PenstockException.class);
            assertThat(agent.agent().uplinks()).hasSize(1);
            assertThat(agent.agent().state().kind()).isEqualTo(Kind.ONLINE);
        }
    }

    @Test
    void namedTargetsAreTriedAndTheGatewayIsTold() throws Exception {
        ManualTimers timers = new ManualTimers();
        Map<String, Object> more = Map.of("targets", Map.of("echo", address()), "health-check", "30s");
        try (RunningAgent agent = RunningAgent.start(gateway, more, timers)) {
            GatewayEnd end = gateway.next();
            assertThat(health(end, TargetHealth.State.OK).name()).isEqualTo("echo");
            target.close();
            timers.advance(Duration.ofSeconds(30));
            assertThat(health(end, TargetHealth.State.UNREACHABLE).code()).isEqualTo(OpenCode.REFUSED);
            assertThat(agent.awaitState(Kind.DEGRADED).reason()).startsWith("target echo: ");
            agent.agent().apply(TestSettings.of(gateway, Map.of()));
            agent.awaitState(Kind.ONLINE);
            assertThat(end.message(Message.Targets.class).targets()).isEmpty();
        }
    }

    @Test
    void aTargetThatIsTriedNoMoreIsUnknown() throws Exception {
        target.close();
        Map<String, Object> targets = Map.of("echo", address());
        try (RunningAgent agent = RunningAgent.start(gateway, Map.of("targets", targets, "health-check", "1h"))) {
            GatewayEnd end = gateway.next();
            health(end, TargetHealth.State.UNREACHABLE);
            agent.awaitState(Kind.DEGRADED);
            agent.agent().apply(TestSettings.of(gateway, Map.of("targets", targets)));
            assertThat(agent.agent().state().kind()).isEqualTo(Kind.ONLINE);
            assertThat(health(end, TargetHealth.State.UNKNOWN).message()).isEmpty();
        }
    }

    @Test
    void whatIsKnownOfATargetIsForgottenWhenItsAddressIsAnother() throws Exception {
        try (EchoTarget other = new EchoTarget()) {
            Map<String, Object> more = Map.of("targets", Map.of("echo", address()), "health-check", "1h");
            target.close();
            try (RunningAgent agent = RunningAgent.start(gateway, more)) {
                GatewayEnd end = gateway.next();
                health(end, TargetHealth.State.UNREACHABLE);
                agent.agent().apply(TestSettings.of(gateway,
                        Map.of("targets", Map.of("echo", "127.0.0.1:" + other.port()), "health-check", "1h")));
                assertThat(agent.agent().targets().all().get(0).health().state()).isNotEqualTo(TargetHealth.State.UNREACHABLE);
                health(end, TargetHealth.State.OK);
            }
        }
    }

    private static TargetHealth health(GatewayEnd end, TargetHealth.State state) throws InterruptedException {
        TargetHealth health = end.message(Message.Targets.class).targets().get(0);
        while (health.state() != state) {
            health = end.message(Message.Targets.class).targets().get(0);
        }
        return health;
    }

    @Test
    void aTargetIsCheckedForSomebodyHere() throws Exception {
        try (RunningAgent agent = RunningAgent.start(gateway, Map.of("allow", List.of("127.0.0.0/8:1-65535")))) {
            Map<String, Object> row = AgentRows.check(address(), agent.agent().check(address()).get(20, TimeUnit.SECONDS));
            assertThat(row).containsEntry("result", "ok").containsEntry("allowed", true).containsEntry("rule", "127.0.0.0/8:1-65535")
                    .containsEntry("address", address());
            Map<String, Object> denied = AgentRows.check("10.0.0.1:1", agent.agent().check("10.0.0.1:1").get(20, TimeUnit.SECONDS));
            assertThat(denied).containsEntry("result", "denied").containsEntry("allowed", false);
        }
    }

    @Test
    void statusHasARowForTheTunnelEachConnectionAndEachTarget() throws Exception {
        Map<String, Object> more = Map.of("targets", Map.of("echo", address()), "health-check", "30s", "connections", 2);
        try (RunningAgent agent = RunningAgent.start(gateway, more)) {
            gateway.next();
            gateway.next();
            Until.holds("both are online", () -> agent.agent().state().toString().equals("online"));
            List<Map<String, Object>> rows = AgentRows.status(agent.agent());
            assertThat(rows).extracting(row -> row.get("what")).containsExactly("tunnel", "connection 0", "connection 1", "target echo");
            assertThat(rows.get(1)).containsEntry("where", gateway.address()).containsEntry("state", "online");
            assertThat(AgentHealth.of(agent.agent())).containsKeys("", "connection 0", "connection 1", "target echo");
        }
    }
}
