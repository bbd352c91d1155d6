package io.penstock.tunnel.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.tunnel.wire.api.Message;
import java.net.Socket;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ResumptionTest {
    @TempDir
    Path folder;

    private RunningGateway one() {
        return new RunningGateway(folder).agent("a").listener("pg", "a", "db", "agent-wait", "20s");
    }

    @Test
    void streamsLiveThroughLostConnections() throws Exception {
        try (RunningGateway gateway = one().start()) {
            Dialler agent = gateway.dialResumingAgent("a");
            Socket client = gateway.client("pg");
            for (int i = 0; i < 3; i++) {
                ListenerTest.echo(client, "before cut " + i);
                agent.cut();
                ListenerTest.echo(client, "after cut " + i);
                ListenerTest.echo(gateway.client("pg"), "new");
            }
            assertThat(agent.isGone()).isFalse();
            Await.until("those who resumed are no strangers", () -> gateway.parts().strangers().count() == 0);
            assertThat(gateway.parts().counters().accepted.sum()).isEqualTo(1);
        }
    }

    @Test
    void anotherProcessTakesThePlaceOfOneThatDoesNotComeBack() throws Exception {
        try (RunningGateway gateway = one().start()) {
            Dialler dead = gateway.dialResumingAgent("a");
            Socket client = gateway.client("pg");
            ListenerTest.echo(client, "x");
            dead.forgets();
            dead.cut();
            gateway.dial(gateway.who(io.penstock.tunnel.wire.api.PeerKind.AGENT, "a", "second", 0, 1)).accepted();
            assertThat(gateway.records(1).get(0)).containsEntry("reason", "AGENT_LOST");
            ListenerTest.echo(gateway.client("pg"), "y");
        }
    }

    @Test
    void nobodyElseComesBackInItsPlace() throws Exception {
        try (RunningGateway gateway = one().start()) {
            Dialler agent = gateway.dialResumingAgent("a");
            agent.comesBackAs(gateway.key("thief"));
            agent.cut();
            Await.until("the thief is counted", () -> gateway.parts().counters().failed.sum() > 0);
            assertThat(gateway.parts().agents().named("a").orElseThrow().openLinks()).isEmpty();
        }
    }

    @Test
    void aDisabledAgentDoesNotComeBack() throws Exception {
        try (RunningGateway gateway = one().start()) {
            Dialler agent = gateway.dialResumingAgent("a");
            disable(gateway);
            agent.cut();
            agent.awaitGone();
        }
    }

    /** Of the agent alone: its connections stay, as in the moment before they are ended. */
    private static void disable(RunningGateway gateway) {
        gateway.parts().agents().named("a").orElseThrow().become(gateway.agent("a", "disabled", true).settings().agents().get("a"));
    }

    @Test
    void aDisabledAgentsSessionIsForgotten() throws Exception {
        try (RunningGateway gateway = one().start()) {
            Dialler agent = gateway.dialResumingAgent("a");
            assertThat(((Message.Accepted) agent.verdict()).resumeToken()).isPresent();
            gateway.agent("a", "disabled", true).change();
            agent.awaitGone();
            Await.until("its session is forgotten", () -> gateway.parts().sessions().size() == 0);
        }
    }

    @Test
    void offersNothingWhereItIsSwitchedOff() throws Exception {
        try (RunningGateway gateway = one().with("resume", false).start()) {
            Dialler agent = gateway.dialResumingAgent("a");
            assertThat(((Message.Accepted) agent.verdict()).resumeToken()).isEmpty();
        }
    }
}
