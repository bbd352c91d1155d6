package io.penstock.tunnel.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.tunnel.gateway.door.Visits;
import io.penstock.tunnel.wire.api.Envelope;
import io.penstock.tunnel.wire.api.GatewayCertificate;
import io.penstock.tunnel.wire.api.Message;
import io.penstock.tunnel.wire.api.PeerKind;
import io.penstock.tunnel.wire.api.RefusalCode;
import io.penstock.tunnel.wire.api.SigningKey;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class AdmissionTest {
    /** Probes end with the connection that is probed, not before. */
    private static final Deadlines PATIENT = new Deadlines(Duration.ofSeconds(2), Duration.ofSeconds(15), Duration.ofSeconds(2),
            Duration.ofMillis(200));

    @TempDir
    Path folder;

    private RunningGateway one() {
        return new RunningGateway(folder).agent("a").listener("pg", "a", "db");
    }

    private static AgentState state(RunningGateway gateway, String agent) {
        return gateway.parts().agents().named(agent).orElseThrow().status().state();
    }

    @Test
    void showsHowAnAgentIs() throws Exception {
        try (RunningGateway gateway = one().start()) {
            assertThat(state(gateway, "a")).isEqualTo(AgentState.NEVER_CONNECTED);
            Dialler first = gateway.dial(gateway.who(PeerKind.AGENT, "a", "p", 0, 2)).accepted();
            assertThat(((Message.Accepted) first.verdict()).name()).isEqualTo("a");
            assertThat(state(gateway, "a")).isEqualTo(AgentState.DEGRADED);
            assertThat(gateway.parts().agents().named("a").orElseThrow().status().reason()).isEqualTo("1 of 2 connections");
            Dialler second = gateway.dial(gateway.who(PeerKind.AGENT, "a", "p", 1, 2)).accepted();
            assertThat(state(gateway, "a")).isEqualTo(AgentState.ONLINE);
            first.close();
            second.close();
            Await.until("it is offline", () -> state(gateway, "a") == AgentState.OFFLINE);
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
    void closesOnWhoeverSaysNothing() throws Exception {
        try (RunningGateway gateway = one().deadlines(new Deadlines(Duration.ofMillis(300), Duration.ofMillis(300),
                Duration.ofSeconds(1), Duration.ofMillis(100))).start(); Socket silent = new Socket()) {
            silent.connect(gateway.address());
            silent.setSoTimeout(20_000);
            assertThat(silent.getInputStream().read()).isEqualTo(-1);
            Dialler mute = gateway.dial(gateway.who(PeerKind.AGENT, "a", "p", 0, 1),
                    new Dialler.Tricks(envelope -> null, leaf -> leaf));
            mute.awaitGone();
            assertThat(gateway.parts().counters().broken.sum()).isEqualTo(2);
            Await.until("they are forgotten", () -> gateway.parts().strangers().count() == 0);
        }
    }

    @Test
    void closesOnWhoeverSendsTooMuchBeforeItIsKnown() throws Exception {
        try (RunningGateway gateway = one().start()) {
            Dialler loud = gateway.dial(gateway.who(PeerKind.AGENT, "a", "p", 0, 1),
                    new Dialler.Tricks(envelope -> null, leaf -> leaf));
            Await.until("it is connected", () -> loud.isReady());
            loud.flood(100_000);
            loud.awaitGone();
            assertThat(gateway.parts().counters().broken.sum()).isEqualTo(1);
        }
    }

    @Test
    void refusesASecondLiveProcessAndLeavesTheFirstAlone() throws Exception {
        try (RunningGateway gateway = one().start()) {
            Dialler first = gateway.dialAgent("a");
            Socket client = gateway.client("pg");
            ListenerTest.echo(client, "before");
            Message.Refused refused = gateway.dial(gateway.who(PeerKind.AGENT, "a", "second", 0, 1)).refused();

            assertThat(refused.code()).isEqualTo(RefusalCode.DUPLICATE);
            assertThat(refused.retryAfterMs()).isGreaterThanOrEqualTo(60_000);
            assertThat(state(gateway, "a")).isEqualTo(AgentState.DUPLICATE_REFUSED);
            ListenerTest.echo(client, "after");
            ListenerTest.echo(gateway.client("pg"), "new");
            assertThat(first.isGone()).isFalse();
        }
    }

    @Test
    void takesTheSecondProcessWhenTheFirstIsDead() throws Exception {
        try (RunningGateway gateway = one().start()) {
            Dialler dead = gateway.dialAgent("a");
            Socket client = gateway.client("pg");
            ListenerTest.echo(client, "before");
            dead.blackhole();
            gateway.dial(gateway.who(PeerKind.AGENT, "a", "second", 0, 1)).accepted();

            assertThat(gateway.parts().counters().evicted.sum()).isEqualTo(1);
            assertThat(gateway.records(1).get(0)).containsEntry("reason", "AGENT_LOST");
            ListenerTest.echo(gateway.client("pg"), "new");
            assertThat(state(gateway, "a")).isEqualTo(AgentState.ONLINE);
        }
    }

    @Test
    void aProcessMayOpenItsConnectionAnewWhileTheOldOneDrains() throws Exception {
        try (RunningGateway gateway = one().start()) {
            Dialler old = gateway.dialAgent("a");
            Socket client = gateway.client("pg");
            ListenerTest.echo(client, "before");
            Dialler renewed = gateway.dialAgent("a");

            ListenerTest.echo(client, "on the old one");
            ListenerTest.echo(gateway.client("pg"), "on the new one");
            assertThat(old.connects()).isEqualTo(1);
            assertThat(renewed.connects()).isEqualTo(1);
            client.close();
            old.awaitGone();
        }
    }

    @Test
    void takesEightConnectionsOfAProcessAndNotMore() throws Exception {
        try (RunningGateway gateway = one().start()) {
            for (int i = 0; i < 8; i++) {
                gateway.dial(gateway.who(PeerKind.AGENT, "a", "p", i, 8)).accepted();
            }
            assertThat(state(gateway, "a")).isEqualTo(AgentState.ONLINE);
            Message ninth = gateway.dial(gateway.who(PeerKind.AGENT, "a", "p", 8, 8)).verdict();
            assertThat(ninth).isInstanceOf(Message.Refused.class);
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
            assertThat(state(gateway, "a")).isEqualTo(AgentState.DISABLED);
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

    @Test
    void aKeyThatIsTakenAwayWhileARivalIsProbedDoesNotGetIn() throws Exception {
        try (RunningGateway gateway = one().deadlines(PATIENT).start()) {
            Dialler thief = whileARivalIsProbed(gateway);
            SigningKey next = SigningKey.generate(new SecureRandom());
            gateway.agent("a", "keys", List.of(next.verifying().text())).change();

            assertThat(thief.refused().code()).isEqualTo(RefusalCode.DISABLED);
            assertThat(gateway.parts().agents().named("a").orElseThrow().links()).isEmpty();
            gateway.dial(Dialler.named(PeerKind.AGENT, "id-a", next, "first", 0, 1)).accepted();
        }
    }

    @Test
    void anAgentThatIsRemovedWhileARivalIsProbedDoesNotGetIn() throws Exception {
        try (RunningGateway gateway = one().deadlines(PATIENT).start()) {
            Dialler second = whileARivalIsProbed(gateway);
            gateway.without("a").without("pg").change();
            assertThat(second.refused().code()).isEqualTo(RefusalCode.DISABLED);
        }
    }

    /** A second process that has proved its key and waits for what the first, which is dead, answers. */
    private static Dialler whileARivalIsProbed(RunningGateway gateway) throws Exception {
        Dialler first = gateway.dialAgent("a");
        first.blackhole();
        AtomicInteger before = new AtomicInteger(Integer.MAX_VALUE);
        Dialler second = gateway.dial(gateway.who(PeerKind.AGENT, "a", "second", 0, 1), new Dialler.Tricks(envelope -> {
            before.set(envelope.message() instanceof Message.Hello ? Integer.MAX_VALUE : first.swallowed());
            return envelope;
        }, leaf -> leaf));
        Await.until("the first is asked whether it lives", () -> first.swallowed() > before.get());
        return second;
    }

    @Test
    void makesAnAddressThatFailsTooOftenWait() throws Exception {
        try (RunningGateway gateway = one().start()) {
            SigningKey wrong = SigningKey.generate(new SecureRandom());
            for (int i = 0; i < Visits.MAX_FAILURES_PER_MINUTE; i++) {
                gateway.dial(Dialler.named(PeerKind.AGENT, "id-a", wrong, "p", 0, 1)).refused();
            }
            try (Socket next = new Socket()) {
                next.connect(gateway.address());
                next.setSoTimeout(20_000);
                assertThat(endOf(next)).isTrue();
            }
            assertThat(gateway.parts().counters().turnedAway.sum()).isPositive();
        }
    }

    @Test
    void letsStrangersWaitOutsideWhileTooManyAreIn() throws Exception {
        try (RunningGateway gateway = one().with("limits", java.util.Map.of("unauthenticated", 2)).start();
             Socket one = new Socket(); Socket two = new Socket()) {
            one.connect(gateway.address());
            two.connect(gateway.address());
            Await.until("both are in", () -> gateway.parts().strangers().count() == 2);
            Dialler agent = gateway.dial(gateway.who(PeerKind.AGENT, "a", "p", 0, 1));
            one.close();
            agent.accepted();
        }
    }

    @Test
    void closesOnWhoeverExceedsItsAddressesShare() throws Exception {
        try (RunningGateway gateway = one().with("limits", java.util.Map.of("unauthenticated-per-address", 1)).start();
             Socket one = new Socket(); Socket two = new Socket()) {
            one.connect(gateway.address());
            Await.until("it is in", () -> gateway.parts().strangers().count() == 1);
            two.connect(gateway.address());
            two.setSoTimeout(20_000);
            assertThat(endOf(two)).isTrue();
        }
    }

    private static boolean endOf(Socket socket) {
        try {
            return socket.getInputStream().read() < 0;
        } catch (IOException e) {
            return e.getMessage().contains("reset");
        }
    }
}
