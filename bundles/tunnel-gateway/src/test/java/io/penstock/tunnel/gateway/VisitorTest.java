package io.penstock.tunnel.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.penstock.tunnel.wire.api.Message;
import io.penstock.tunnel.wire.api.OpenCode;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class VisitorTest {
    @TempDir
    Path folder;

    private RunningGateway one(Object... more) {
        Object[] rights = {"agents", List.of("a"), "targets", List.of("db", "*.internal:5432")};
        Object[] all = java.util.Arrays.copyOf(rights, rights.length + more.length);
        System.arraycopy(more, 0, all, rights.length, more.length);
        return new RunningGateway(folder).agent("a").agent("b").user("u", all);
    }

    private static Message.Failed failed(VisitorClient client) throws Exception {
        return (Message.Failed) client.answer();
    }

    @Test
    void carriesAVisitorsStream() throws Exception {
        try (RunningGateway gateway = one().start()) {
            Dialler agent = gateway.dialAgent("a");
            VisitorClient client = gateway.dialVisitor("u").open("a", "db");
            client.write("early ");
            assertThat(client.answer()).isEqualTo(new Message.Connected(1, "10.0.0.1:5432"));
            client.write("and late");
            client.finish();
            assertThat(client.received()).isEqualTo("early and late");
            assertThat(agent.connect().from()).hasValueSatisfying(from -> assertThat(from).startsWith("u 127.0.0.1:"));
            assertThat(gateway.records(1).get(0)).containsEntry("user", "u").containsEntry("listener", "")
                    .containsEntry("reason", "FINISHED").containsEntry("toTarget", 14L).containsEntry("toClient", 14L);
        }
    }

    @Test
    void aTargetThatSpeaksFirstIsHeard() throws Exception {
        try (RunningGateway gateway = one().start()) {
            gateway.dialAgent("a").become((stream, connect) -> {
                stream.send(new Message.Connected(1, "here"));
                stream.stream().write(Unpooled.copiedBuffer("hello".getBytes()));
                stream.stream().finish();
            });
            Dialler visitor = gateway.dialVisitor("u");
            for (int i = 0; i < 20; i++) {
                assertThat(visitor.open("a", "db").received()).isEqualTo("hello");
            }
        }
    }

    @Test
    void deniesWhatTheUserMayNotReach() throws Exception {
        try (RunningGateway gateway = one().start()) {
            gateway.dialAgent("a");
            gateway.dialAgent("b");
            Dialler visitor = gateway.dialVisitor("u");
            assertThat(failed(visitor.open("a", "other")).code()).isEqualTo(OpenCode.DENIED);
            assertThat(failed(visitor.open("b", "db")).code()).isEqualTo(OpenCode.DENIED);
            assertThat(failed(visitor.open("nobody", "db")).code()).isEqualTo(OpenCode.DENIED);
            assertThat(failed(visitor.open("a", "x.internal:5433")).code()).isEqualTo(OpenCode.DENIED);
            assertThat(visitor.open("a", "X.Internal:5432").answer()).isInstanceOf(Message.Connected.class);
            assertThat(gateway.records(4)).allMatch(record -> record.get("reason").equals("DENIED"));
        }
    }

    @Test
    void tellsWhyATargetCannotBeReached() throws Exception {
        try (RunningGateway gateway = one().start()) {
            Dialler visitor = gateway.dialVisitor("u");
            assertThat(failed(visitor.open("a", "db")).code()).isEqualTo(OpenCode.NO_AGENT);
            gateway.dialAgent("a").become(AgentTarget.failing(OpenCode.DNS));
            Message.Failed dns = failed(visitor.open("a", "db"));
            assertThat(dns.code()).isEqualTo(OpenCode.DNS);
            assertThat(dns.message()).isEqualTo("for this test");
            assertThat(gateway.records(2)).extracting(record -> record.get("reason")).containsExactly("NO_AGENT", "DNS");
        }
    }

    @Test
    void letsAStreamWaitForItsAgent() throws Exception {
        try (RunningGateway gateway = one("agent-wait", "20s").start()) {
            VisitorClient client = gateway.dialVisitor("u").open("a", "db");
            client.write("early");
            Await.until("it waits", () -> gateway.parts().passages().count() == 1);
            gateway.dialAgent("a");
            assertThat(client.answer()).isInstanceOf(Message.Connected.class);
            client.finish();
            assertThat(client.received()).isEqualTo("early");
        }
    }

    @Test
    void aStreamThatWaitsForItsAgentIsEndedWithTheRightToIt() throws Exception {
        try (RunningGateway gateway = one("agent-wait", "20s").start()) {
            VisitorClient waiting = waiting(gateway);
            gateway.user("u", "agents", List.of("a"), "targets", List.of("other"), "agent-wait", "20s").change();
            assertThat(waiting.answer()).isInstanceOf(Message.Failed.class);
            assertThat(gateway.records(2).get(1)).containsEntry("reason", "REVOKED").containsEntry("target", "db");
            assertThat(gateway.parts().users().named("u").orElseThrow().streams().used()).isZero();
        }
    }

    /** A stream whose agent is not there; whoever is answered after it proves that it waits. */
    private static VisitorClient waiting(RunningGateway gateway) throws Exception {
        Dialler visitor = gateway.dialVisitor("u");
        VisitorClient waiting = visitor.open("a", "db");
        assertThat(failed(visitor.open("b", "db")).code()).isEqualTo(OpenCode.DENIED);
        assertThat(gateway.parts().passages().count()).isEqualTo(1);
        return waiting;
    }

    private static void withdraw(RunningGateway gateway) {
        gateway.user("u", "agents", List.of("a"), "targets", List.of("other"), "agent-wait", "20s");
        gateway.parts().users().become(gateway.settings().users());
    }

    @Test
    void asksAgainWhetherTheUserMayWhenTheAgentComes() throws Exception {
        try (RunningGateway gateway = one("agent-wait", "20s").start()) {
            VisitorClient waiting = waiting(gateway);
            withdraw(gateway);
            Dialler agent = gateway.dialAgent("a");
            assertThat(failed(waiting).code()).isEqualTo(OpenCode.DENIED);
            assertThat(agent.connects()).isZero();
            assertThat(gateway.parts().agents().named("a").orElseThrow().streams().used()).isZero();
        }
    }

    @Test
    void asksAgainWhetherTheUserMayWhenTheTargetIsConnected() throws Exception {
        try (RunningGateway gateway = one().start()) {
            gateway.dialAgent("a").become((stream, connect) -> {
                withdraw(gateway);
                stream.send(new Message.Connected(1, "here"));
            });
            assertThat(failed(gateway.dialVisitor("u").open("a", "db")).code()).isEqualTo(OpenCode.DENIED);
            Await.until("its place is free", () -> gateway.parts().agents().named("a").orElseThrow().streams().used() == 0);
        }
    }

    @Test
    void refusesOnlyTheStreamBeyondTheUsersLimit() throws Exception {
        try (RunningGateway gateway = one("max-streams", 1).start()) {
            gateway.dialAgent("a");
            Dialler visitor = gateway.dialVisitor("u");
            VisitorClient first = visitor.open("a", "db");
            assertThat(first.answer()).isInstanceOf(Message.Connected.class);
            assertThat(failed(visitor.open("a", "db")).code()).isEqualTo(OpenCode.LIMIT);
            first.write("still");
            first.finish();
            assertThat(first.received()).isEqualTo("still");
        }
    }

    @Test
    void endsStreamsTheUserMayNoLongerHave() throws Exception {
        try (RunningGateway gateway = one().start()) {
            gateway.dialAgent("a");
            Dialler visitor = gateway.dialVisitor("u");
            VisitorClient db = visitor.open("a", "db");
            VisitorClient other = visitor.open("a", "x.internal:5432");
            assertThat(db.answer()).isInstanceOf(Message.Connected.class);
            assertThat(other.answer()).isInstanceOf(Message.Connected.class);
            gateway.user("u", "agents", List.of("a"), "targets", List.of("db")).change();
            assertThat(gateway.records(1).get(0)).containsEntry("reason", "REVOKED").containsEntry("target", "x.internal:5432");
            db.write("goes on");
            db.finish();
            assertThat(db.received()).isEqualTo("goes on");
            gateway.without("u").change();
            visitor.awaitGone();
        }
    }

    @Test
    void recordsAVisitorThatBreaksOff() throws Exception {
        try (RunningGateway gateway = one().start()) {
            gateway.dialAgent("a");
            Dialler visitor = gateway.dialVisitor("u");
            VisitorClient client = visitor.open("a", "db");
            client.answer();
            client.reset();
            assertThat(gateway.records(1).get(0)).containsEntry("reason", "CLIENT_RESET");
            VisitorClient lost = visitor.open("a", "db");
            lost.answer();
            visitor.close();
            assertThat(gateway.records(2).get(1)).containsEntry("reason", "CLIENT_RESET");
        }
    }

    @Test
    void recordsAVisitorThatLeavesBeforeTheTargetIsConnected() throws Exception {
        try (RunningGateway gateway = one().start()) {
            Dialler agent = gateway.dialAgent("a");
            agent.become(AgentTarget.SILENT);
            Dialler visitor = gateway.dialVisitor("u");
            visitor.open("a", "db");
            agent.connect();
            visitor.close();
            assertThat(gateway.records(1).get(0)).containsEntry("reason", "CLIENT_RESET");
            Await.until("its place is free", () -> gateway.parts().agents().named("a").orElseThrow().streams().used() == 0);
        }
    }
}
