package io.penstock.tunnel.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.tunnel.wire.api.Envelope;
import io.penstock.tunnel.wire.api.GatewayCertificate;
import io.penstock.tunnel.wire.api.Message;
import io.penstock.tunnel.wire.api.PeerKind;
import io.penstock.tunnel.wire.api.RefusalCode;
import io.penstock.tunnel.wire.api.SigningKey;
import java.net.Socket;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class AdmissionTest {
    @TempDir
    Path folder;

    private RunningGateway one() {
        return new RunningGateway(folder).agent("a").listener("pg", "a", "db");
    }

    @Test
    void showsHowAnAgentIs() throws Exception {
        try (RunningGateway gateway = one().start()) {
            assertThat(gateway.state("a")).isEqualTo(AgentState.NEVER_CONNECTED);
            Dialler first = gateway.dial(gateway.who(PeerKind.AGENT, "a", "p", 0, 2)).accepted();
            assertThat(((Message.Accepted) first.verdict()).name()).isEqualTo("a");
            assertThat(gateway.state("a")).isEqualTo(AgentState.DEGRADED);
            assertThat(gateway.parts().agents().named("a").orElseThrow().status().reason()).isEqualTo("1 of 2 connections");
            Dialler second = gateway.dial(gateway.who(PeerKind.AGENT, "a", "p", 1, 2)).accepted();
            assertThat(gateway.state("a")).isEqualTo(AgentState.ONLINE);
            first.close();
            second.close();
            Await.until("it is offline", () -> gateway.state("a") == AgentState.OFFLINE);
        }
    }

    @Test
    void answersUnknownIdsAndWrongKeysAlike() throws Exception {
        try (RunningGateway gateway = one().user("u").start()) {
            SigningKey wrong = SigningKey.generate(new SecureRandom());
            Message.Refused unknown = gateway.dial(Dialler.named(PeerKind.AGENT, "nobody", wrong, "p", 0, 1)).refused();
            Message.Refused key = gateway.dial(Dialler.named(PeerKind.AGENT, "id-a", wrong, "p", 0, 1)).refused();
            Message.Refused kind = gateway.dial(Dialler.named(PeerKind.VISITOR, "id-a", gateway.key("a"), "p", 0, 1)).refused();

            assertThat(unknown.code()).isEqualTo(RefusalCode.UNAUTHENTICATED);
            assertThat(key).isEqualTo(unknown);
            assertThat(kind).isEqualTo(unknown);
            assertThat(gateway.parts().counters().refused.get(RefusalCode.UNAUTHENTICATED).sum()).isEqualTo(3);
            Await.until("they are forgotten", () -> gateway.parts().strangers().count() == 0);
        }
    }

    @Test
    void refusesAProofForAnotherCertificate() throws Exception {
        try (RunningGateway gateway = one().start()) {
            GatewayCertificate other = GatewayCertificate.selfSigned(folder.resolve("other"), List.of("localhost"),
                    io.penstock.core.time.Clock.system(), new SecureRandom());
            Dialler tricked = gateway.dial(gateway.who(PeerKind.AGENT, "a", "p", 0, 1),
                    new Dialler.Tricks(envelope -> envelope, leaf -> other.leaf()));
            assertThat(tricked.refused().code()).isEqualTo(RefusalCode.UNAUTHENTICATED);
        }
    }

    @Test
    void refusesAReplayedProof() throws Exception {
        try (RunningGateway gateway = one().start()) {
            AtomicReference<Envelope> hello = new AtomicReference<>();
            AtomicReference<Envelope> proof = new AtomicReference<>();
            gateway.dial(gateway.who(PeerKind.AGENT, "a", "p", 0, 1), new Dialler.Tricks(envelope -> {
                (envelope.message() instanceof Message.Hello ? hello : proof).set(envelope);
                return envelope;
            }, leaf -> leaf)).accepted();
            Dialler thief = gateway.dial(gateway.who(PeerKind.AGENT, "a", "p", 0, 1), new Dialler.Tricks(
                    envelope -> envelope.message() instanceof Message.Hello ? hello.get() : proof.get(), leaf -> leaf));
            assertThat(thief.refused().code()).isEqualTo(RefusalCode.UNAUTHENTICATED);
        }
    }

    @Test
    void turnsADisabledAgentAwayAndEndsWhatItHas() throws Exception {
        try (RunningGateway gateway = one().start()) {
            Dialler agent = gateway.dialAgent("a");
            ListenerTest.echo(gateway.client("pg"), "x");
            gateway.agent("a", "disabled", true).change();
            agent.awaitGone();
            assertThat(gateway.records(1).get(0)).containsEntry("reason", "REVOKED");
            assertThat(gateway.dial(gateway.who(PeerKind.AGENT, "a", "p", 0, 1)).refused().code()).isEqualTo(RefusalCode.DISABLED);
            assertThat(gateway.state("a")).isEqualTo(AgentState.DISABLED);
            gateway.agent("a").change();
            gateway.dialAgent("a");
        }
    }

    @Test
    void endsTheConnectionsOfARemovedAgentOnly() throws Exception {
        try (RunningGateway gateway = one().agent("b").listener("my", "b", "db").start()) {
            Dialler removed = gateway.dialAgent("a");
            Dialler kept = gateway.dialAgent("b");
            Socket client = gateway.client("my");
            ListenerTest.echo(client, "x");
            gateway.without("a").without("pg").change();
            removed.awaitGone();
            ListenerTest.echo(client, "y");
            assertThat(kept.isGone()).isFalse();
            assertThat(gateway.dial(gateway.who(PeerKind.AGENT, "a", "p", 0, 1)).refused().code())
                    .isEqualTo(RefusalCode.UNAUTHENTICATED);
        }
    }

    @Test
    void changesKeysWithoutDroppingAnything() throws Exception {
        try (RunningGateway gateway = one().start()) {
            Dialler old = gateway.dialAgent("a");
            Socket client = gateway.client("pg");
            ListenerTest.echo(client, "old");
            String oldKey = gateway.key("a").verifying().text();
            SigningKey next = SigningKey.generate(new SecureRandom());
            gateway.agent("a", "keys", List.of(oldKey, next.verifying().text())).change();
            ListenerTest.echo(client, "both");
            Dialler renewed = gateway.dial(Dialler.named(PeerKind.AGENT, "id-a", next, "first", 0, 1)).accepted();
            ListenerTest.echo(client, "on");
            client.close();
            old.awaitGone();
            Socket second = gateway.client("pg");
            ListenerTest.echo(second, "new");
            gateway.agent("a", "keys", List.of(next.verifying().text())).change();
            ListenerTest.echo(second, "only the new one");
            assertThat(renewed.isGone()).isFalse();
            assertThat(gateway.dial(gateway.who(PeerKind.AGENT, "a", "first", 0, 1)).refused().code())
                    .isEqualTo(RefusalCode.UNAUTHENTICATED);
        }
    }

    @Test
    void endsConnectionsOfAKeyThatWasTakenAway() throws Exception {
        try (RunningGateway gateway = one().start()) {
            Dialler agent = gateway.dialAgent("a");
            gateway.agent("a", "keys", List.of(SigningKey.generate(new SecureRandom()).verifying().text())).change();
            agent.awaitGone();
        }
    }
}
