package io.penstock.tunnel.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.util.concurrent.EventExecutor;
import io.penstock.tunnel.policy.HostName;
import io.penstock.tunnel.testing.EchoTarget;
import io.penstock.tunnel.testing.FixedResolver;
import io.penstock.tunnel.testing.GatewayEnd;
import io.penstock.tunnel.testing.ManualTimers;
import io.penstock.tunnel.testing.TestGateway;
import io.penstock.tunnel.testing.TestStream;
import io.penstock.tunnel.testing.Until;
import io.penstock.tunnel.wire.api.Message;
import io.penstock.tunnel.wire.api.OpenCode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A gateway that is let in and means ill. */
@Timeout(60)
class AgentFloodTest {
    @TempDir
    private Path folder;

    /** Answers for addresses only. */
    private static final class Silent extends FixedResolver {
        @Override
        public void resolve(HostName host, EventExecutor loop, Answer answer) {
            if (host.address().isPresent()) {
                super.resolve(host, loop, answer);
            }
        }
    }

    @Test
    void streamsThatWaitForNothingAreLimitedAndOthersGoOn() throws Exception {
        ManualTimers timers = new ManualTimers();
        try (TestGateway gateway = new TestGateway(folder); EchoTarget target = new EchoTarget();
                RunningAgent agent = RunningAgent.start(gateway, Map.of(), timers)) {
            GatewayEnd end = gateway.next();
            TestStream before = end.open("127.0.0.1:" + target.port(), "a");
            before.read(1);
            List<TestStream> idle = new ArrayList<>();
            for (int i = 0; i < TargetStreams.MAX_PENDING; i++) {
                idle.add(end.open());
            }
            Until.holds("all came", () -> agent.agent().counters().opened.sum() == TargetStreams.MAX_PENDING + 1);
            assertThat(end.open().first(Message.Failed.class).code()).isEqualTo(OpenCode.LIMIT);
            before.write("b");
            assertThat(before.read(2)).isEqualTo("ab");
            timers.advance(TargetStream.CONNECT_DEADLINE);
            for (TestStream stream : idle) {
                assertThat(stream.first(Message.Failed.class).code()).isEqualTo(OpenCode.TIMEOUT);
            }
            assertThat(end.open("127.0.0.1:" + target.port(), "c").read(1)).isEqualTo("c");
        }
    }

    @Test
    void earlyDataIsBoundedForAllStreamsTogether() throws Exception {
        FixedResolver slow = new Silent();
        Map<String, Object> more = Map.of("allow", List.of("127.0.0.1:1-65535", "never.answered:1"), "connect-timeout", "10m");
        try (TestGateway gateway = new TestGateway(folder); EchoTarget target = new EchoTarget();
                RunningAgent agent = RunningAgent.start(gateway, more, slow)) {
            GatewayEnd end = gateway.next();
            String most = "x".repeat(250 * 1024);
            List<TestStream> streams = new ArrayList<>();
            for (int i = 0; i < TargetStreams.MAX_EARLY_BYTES / most.length() + 1; i++) {
                streams.add(end.open("never.answered:1", most));
            }
            TestStream.awaitResetOfAny(streams);
            assertThat(end.open("127.0.0.1:" + target.port(), "fine").read(4)).isEqualTo("fine");
            assertThat(end.lost()).isNotDone();
        }
    }

    @Test
    void messagesOfANewerProtocolAreLeftOut() throws Exception {
        try (TestGateway gateway = new TestGateway(folder); RunningAgent agent = RunningAgent.start(gateway, Map.of())) {
            GatewayEnd end = gateway.next();
            end.sendJson("{\"type\":\"future\",\"much\":{\"deep\":[1,2,{}]}}");
            end.sendJson("{\"new\":true,\"type\":\"test\",\"re\":5,\"target\":\"nobody\",\"more\":[{}]}");
            Message.TestResult result = end.message(Message.TestResult.class);
            assertThat(result.re()).isEqualTo(5);
            assertThat(result.code()).isEqualTo(OpenCode.NO_TARGET);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"[1, 2", "{\"type\":\"connect\",\"target\":\"127.0.0.1:1\"}"})
    void aGatewayThatTalksNonsenseIsLeftForAMinute(String nonsense) throws Exception {
        ManualTimers timers = new ManualTimers();
        try (TestGateway gateway = new TestGateway(folder); RunningAgent agent = RunningAgent.start(gateway, Map.of(), timers)) {
            GatewayEnd end = gateway.next();
            end.sendJson(nonsense);
            assertThat(agent.awaitState(TunnelState.Kind.OFFLINE).reason()).contains("does not keep to the protocol");
            assertThat(timers.untilNext()).isGreaterThanOrEqualTo(Duration.ofSeconds(60));
            end.lost().get(20, TimeUnit.SECONDS);
        }
    }

    @Test
    void testsAreLimited() throws Exception {
        FixedResolver never = new Silent();
        Map<String, Object> more = Map.of("allow", List.of("never.answered:1"), "connect-timeout", "10m");
        try (TestGateway gateway = new TestGateway(folder); RunningAgent agent = RunningAgent.start(gateway, more, never)) {
            GatewayEnd end = gateway.next();
            for (int i = 0; i <= Uplink.MAX_TESTS; i++) {
                end.send(new Message.Test(i, "never.answered:1"));
            }
            Message.TestResult surplus = end.message(Message.TestResult.class);
            assertThat(surplus.re()).isEqualTo(Uplink.MAX_TESTS);
            assertThat(surplus.code()).isEqualTo(OpenCode.LIMIT);
        }
    }

    @Test
    void noStreamIsTakenBeforeTheAgentWasLetIn() throws Exception {
        try (TestGateway gateway = new TestGateway(folder)) {
            gateway.openBeforeAnswer();
            try (RunningAgent agent = RunningAgent.start(gateway, Map.of())) {
                GatewayEnd end = gateway.next();
                end.forced().get(20, TimeUnit.SECONDS);
                assertThat(agent.agent().counters().opened.sum()).isZero();
            }
        }
    }
}
