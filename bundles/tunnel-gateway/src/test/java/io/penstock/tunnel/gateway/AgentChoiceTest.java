package io.penstock.tunnel.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.tunnel.wire.api.Message;
import io.penstock.tunnel.wire.api.OpenCode;
import io.penstock.tunnel.wire.api.PeerKind;
import io.penstock.tunnel.wire.api.TargetHealth;
import java.net.Socket;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Which agent a client of a listener gets, or waits for. */
@Timeout(60)
class AgentChoiceTest {
    @TempDir
    Path folder;

    private RunningGateway one() {
        return new RunningGateway(folder).agent("a").listener("pg", "a", "db");
    }

    @Test
    void letsAClientWaitForAnAgent() throws Exception {
        try (RunningGateway gateway = new RunningGateway(folder).agent("a").listener("pg", "a", "db", "agent-wait", "20s").start()) {
            Socket client = gateway.client("pg");
            client.getOutputStream().write("early".getBytes());
            Await.until("one waits", () -> gateway.parts().passages().count() == 1);
            gateway.dialAgent("a");
            assertThat(new String(client.getInputStream().readNBytes(5))).isEqualTo("early");
        }
    }

    @Test
    void letsAClientWaitForAnAgentThatIsAboutToStop() throws Exception {
        try (RunningGateway gateway = new RunningGateway(folder).agent("a").listener("pg", "a", "db", "agent-wait", "20s").start()) {
            Dialler stopping = gateway.dialAgent("a");
            stopping.become(AgentTarget.failing(OpenCode.CLOSING));
            Socket client = gateway.client("pg");
            client.getOutputStream().write("early".getBytes());
            stopping.connect();
            gateway.dialAgent("a");
            assertThat(new String(client.getInputStream().readNBytes(5))).isEqualTo("early");
        }
    }

    @Test
    void givesUpWaitingForAnAgentInTime() throws Exception {
        try (RunningGateway gateway = new RunningGateway(folder).agent("a").listener("pg", "a", "db", "agent-wait", "100ms").start()) {
            ListenerTest.assertRefused(gateway);
            assertThat(gateway.records(1).get(0)).containsEntry("reason", "NO_AGENT");
        }
    }

    @Test
    void triesAnotherAgentWithTheFirstBytesWhenOneCannotReachTheTarget() throws Exception {
        try (RunningGateway gateway = new RunningGateway(folder).agent("a").agent("b").listener("pg", "a,b", "db").start()) {
            Dialler bad = gateway.dialAgent("a");
            bad.become(AgentTarget.failing(OpenCode.UNREACHABLE));
            gateway.dialAgent("b");
            for (int i = 0; i < 6; i++) {
                ListenerTest.echo(gateway.client("pg"), "query " + i);
            }
            assertThat(bad.connects()).isPositive();
        }
    }

    @Test
    void doesAllThisWithoutNativeCode() throws Exception {
        try (RunningGateway gateway = new RunningGateway(folder).agent("a").agent("b").listener("pg", "a,b", "db")
                .with("transport", "nio").with("tls-provider", "jdk").start()) {
            assertThat(gateway.parts().loops().isEpoll()).isFalse();
            gateway.dialAgent("a").become(AgentTarget.failing(OpenCode.UNREACHABLE));
            gateway.dialAgent("b");
            for (int i = 0; i < 6; i++) {
                ListenerTest.echo(gateway.client("pg"), "query " + i);
            }
        }
    }

    @Test
    void prefersAgentsWhoseTargetIsWell() throws Exception {
        try (RunningGateway gateway = new RunningGateway(folder).agent("a").agent("b").listener("pg", "a,b", "db").start()) {
            Dialler ill = gateway.dialAgent("a");
            ill.send(new Message.Targets(List.of(new TargetHealth("db", TargetHealth.State.UNREACHABLE, OpenCode.TIMEOUT, 1, "no"))));
            Dialler well = gateway.dialAgent("b");
            well.send(new Message.Targets(List.of(new TargetHealth("db", TargetHealth.State.OK, OpenCode.OK, 1, ""))));
            Await.until("both told", () -> gateway.parts().agents().all().stream().allMatch(agent -> !agent.targets().isEmpty()));
            for (int i = 0; i < 6; i++) {
                ListenerTest.echo(gateway.client("pg"), "query");
            }
            assertThat(ill.connects()).isZero();
            assertThat(well.connects()).isEqualTo(6);
        }
    }

    @Test
    void spreadsStreamsOverConnectionsByTheirLoad() throws Exception {
        try (RunningGateway gateway = one().start()) {
            Dialler first = gateway.dial(gateway.who(PeerKind.AGENT, "a", "p", 0, 2)).accepted();
            Dialler second = gateway.dial(gateway.who(PeerKind.AGENT, "a", "p", 1, 2)).accepted();
            for (int i = 0; i < 8; i++) {
                ListenerTest.echo(gateway.client("pg"), "x");
            }
            assertThat(first.connects()).isEqualTo(4);
            assertThat(second.connects()).isEqualTo(4);
        }
    }
}
