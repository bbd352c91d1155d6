package io.penstock.tunnel.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.tunnel.agent.TunnelState.Kind;
import io.penstock.tunnel.testing.EchoTarget;
import io.penstock.tunnel.testing.GatewayEnd;
import io.penstock.tunnel.testing.ManualTimers;
import io.penstock.tunnel.testing.TestGateway;
import io.penstock.tunnel.testing.TestStream;
import io.penstock.tunnel.testing.Until;
import io.penstock.tunnel.wire.api.Message;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A connection the gateway wants to be left. */
@Timeout(60)
class AgentDrainTest {
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
    void aDrainedConnectionIsLeftOnlyWhenAnotherStands() throws Exception {
        try (EchoTarget target = new EchoTarget(); RunningAgent agent = RunningAgent.start(gateway, Map.of())) {
            GatewayEnd old = gateway.next();
            TestStream stream = old.open("127.0.0.1:" + target.port(), "before ");
            stream.read(7);
            old.send(new Message.Drain("restart", 60_000, Optional.empty()));
            GatewayEnd next = gateway.next();
            old.message(Message.Leaving.class);
            stream.write("after");
            assertThat(stream.read(12)).isEqualTo("before after");
            assertThat(next.open("127.0.0.1:" + target.port(), "new").read(3)).isEqualTo("new");
            assertThat(old.open("127.0.0.1:" + target.port(), "late").read(4)).isEqualTo("late");
            assertThat(old.lost()).isNotDone();
            assertThat(agent.agent().state().kind()).isEqualTo(Kind.ONLINE);
        }
    }

    @Test
    void aConnectionThatIsLeftEndsWithItsLastStream() throws Exception {
        try (EchoTarget target = new EchoTarget(); RunningAgent agent = RunningAgent.start(gateway, Map.of())) {
            GatewayEnd old = gateway.next();
            TestStream stream = old.open("127.0.0.1:" + target.port(), "x");
            stream.read(1);
            old.goAway();
            gateway.next();
            stream.finish();
            stream.awaitFinish();
            old.lost().get(20, TimeUnit.SECONDS);
            assertThat(agent.agent().state().kind()).isEqualTo(Kind.ONLINE);
        }
    }

    @Test
    void aConnectionThatIsLeftEndsAtItsDeadline() throws Exception {
        try (EchoTarget target = new EchoTarget(); RunningAgent agent = RunningAgent.start(gateway, Map.of())) {
            GatewayEnd old = gateway.next();
            old.open("127.0.0.1:" + target.port(), "x").read(1);
            old.send(new Message.Drain("restart", 200, Optional.empty()));
            gateway.next();
            old.lost().get(20, TimeUnit.SECONDS);
            assertThat(target.ending()).isEqualTo("broken");
        }
    }

    @Test
    void aGatewayThatDrainsAndDoesNotWaitIsNotCalledLost() throws Exception {
        ManualTimers timers = new ManualTimers();
        try (RunningAgent agent = RunningAgent.start(gateway, Map.of(), timers)) {
            GatewayEnd old = gateway.next();
            agent.awaitState(Kind.ONLINE);
            old.send(new Message.Drain("restart", 60_000, Optional.empty()));
            assertThat(timers.untilNext()).isLessThanOrEqualTo(Duration.ofSeconds(1));
            old.cut();
            agent.awaitState(Kind.CONNECTING);
            timers.toNext();
            gateway.next();
            agent.awaitState(Kind.ONLINE);
        }
    }

    @Test
    void aDrainMayNameAnotherGateway() throws Exception {
        try (TestGateway other = new TestGateway(folder.resolve("one"));
                RunningAgent agent = RunningAgent.start(gateway, Map.of())) {
            gateway.next().send(new Message.Drain("moving", 1_000, Optional.of(other.address())));
            Until.holds("it came to the other one", () -> other.connections() > 0);
        }
    }
}
