package io.penstock.tunnel.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.tunnel.wire.api.Message;
import io.penstock.tunnel.wire.api.PeerKind;
import io.penstock.tunnel.wire.api.RefusalCode;
import io.penstock.tunnel.wire.api.SigningKey;
import java.net.Socket;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Another process, or another connection, for an agent that is there already. */
@Timeout(60)
class RivalTest {
    /** Probes end with the connection that is probed, not before. */
    private static final Deadlines PATIENT = new Deadlines(Duration.ofSeconds(2), Duration.ofSeconds(15), Duration.ofSeconds(2),
            Duration.ofMillis(200));

    @TempDir
    Path folder;

    private RunningGateway one() {
        return new RunningGateway(folder).agent("a").listener("pg", "a", "db");
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
            assertThat(gateway.state("a")).isEqualTo(AgentState.DUPLICATE_REFUSED);
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
            assertThat(gateway.state("a")).isEqualTo(AgentState.ONLINE);
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
            assertThat(gateway.state("a")).isEqualTo(AgentState.ONLINE);
            Message ninth = gateway.dial(gateway.who(PeerKind.AGENT, "a", "p", 8, 8)).verdict();
            assertThat(ninth).isInstanceOf(Message.Refused.class);
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
}
