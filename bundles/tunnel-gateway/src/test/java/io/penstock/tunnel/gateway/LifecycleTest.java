package io.penstock.tunnel.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.tunnel.wire.api.Message;
import io.penstock.tunnel.wire.api.OpenCode;
import io.penstock.tunnel.wire.api.PeerKind;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class LifecycleTest {
    @TempDir
    Path folder;

    private RunningGateway one() {
        return new RunningGateway(folder).agent("a").listener("pg", "a", "db");
    }

    @Test
    void drainMovesAnAgentWithoutEndingItsStreams() throws Exception {
        try (RunningGateway gateway = one().start()) {
            Dialler old = gateway.dialAgent("a");
            Socket client = gateway.client("pg");
            ListenerTest.echo(client, "before");
            assertThat(gateway.tunnel().view().drain(java.util.Optional.of("a"), Duration.ofSeconds(20))).isEqualTo(1);
            assertThat(old.next()).isInstanceOf(Message.Drain.class);
            Dialler renewed = gateway.dialAgent("a");
            old.send(new Message.Leaving());
            ListenerTest.echo(client, "during");
            ListenerTest.echo(gateway.client("pg"), "on the new one");
            assertThat(renewed.connects()).isEqualTo(1);
            client.close();
            old.awaitGone();
            assertThat(renewed.isGone()).isFalse();
        }
    }

    @Test
    void stopTellsAgentsAndGivesStreamsTime() throws Exception {
        try (RunningGateway gateway = one().start()) {
            Dialler agent = gateway.dialAgent("a");
            Socket client = gateway.client("pg");
            ListenerTest.echo(client, "before");
            int port = gateway.address("pg").getPort();
            CompletableFuture<Void> stopped = CompletableFuture.runAsync(() -> gateway.tunnel().close(Duration.ofSeconds(20)));
            assertThat(agent.next()).isInstanceOf(Message.Drain.class);
            ListenerTest.echo(client, "during");
            new ServerSocket(port).close();
            client.shutdownOutput();
            assertThat(client.getInputStream().read()).isEqualTo(-1);
            stopped.get(20, TimeUnit.SECONDS);
            agent.awaitGone();
            assertThat(gateway.records(1).get(0)).containsEntry("reason", "FINISHED");
        }
    }

    /** What the system has taken for a port is the gateway's to answer, also while it closes that port. */
    @Test
    void stopBreaksOffNobodyWhoWasTaken() throws Exception {
        try (RunningGateway gateway = one().start()) {
            gateway.dialAgent("a");
            InetSocketAddress address = gateway.address("pg");
            AtomicInteger served = new AtomicInteger();
            CompletableFuture<String> failure = CompletableFuture.supplyAsync(() -> opens(address, served));
            Await.until("clients come and go", () -> served.get() > 20);
            gateway.tunnel().close(Duration.ofSeconds(20));
            assertThat(failure.get(20, TimeUnit.SECONDS)).isEqualTo("refused");
        }
    }

    private static String opens(InetSocketAddress address, AtomicInteger served) {
        while (true) {
            try (Socket client = new Socket(address.getAddress(), address.getPort())) {
                client.setSoTimeout(20_000);
                ListenerTest.echo(client, "x");
                served.incrementAndGet();
            } catch (ConnectException e) {
                return "refused";
            } catch (IOException e) {
                return e.toString();
            }
        }
    }

    @Test
    void stopEndsWhatDoesNotEndByItselfAndRecordsIt() throws Exception {
        Set<Thread> before = Thread.getAllStackTraces().keySet();
        try (RunningGateway gateway = one().user("u", "agents", List.of("*"), "targets", List.of("*")).start()) {
            Dialler agent = gateway.dialAgent("a");
            ListenerTest.echo(gateway.client("pg"), "x");
            gateway.dialVisitor("u").open("a", "db").answer();
            gateway.tunnel().close(Duration.ZERO);
            agent.awaitGone();
            assertThat(gateway.records(2)).hasSize(2).allMatch(record -> record.get("reason").equals("CLOSING"));
            assertThat(Thread.getAllStackTraces().keySet()).noneMatch(thread -> thread.isAlive()
                    && before.stream().noneMatch(old -> old == thread) && thread.getName().startsWith("penstock-tunnel-"));
        }
    }

    @Test
    void asksAnAgentToTryATarget() throws Exception {
        try (RunningGateway gateway = one().start()) {
            Dialler agent = gateway.dialAgent("a");
            CompletableFuture<Map<String, Object>> answer = CompletableFuture.supplyAsync(() -> {
                try {
                    return gateway.tunnel().view().test("a", "db");
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                }
            });
            Message.Test asked = (Message.Test) agent.next();
            assertThat(asked.target()).isEqualTo("db");
            agent.send(new Message.TestResult(asked.re(), OpenCode.REFUSED, 3, "nobody listens"));
            assertThat(answer.get(20, TimeUnit.SECONDS)).containsEntry("code", "REFUSED").containsEntry("ms", 3L)
                    .containsEntry("message", "nobody listens");
        }
    }

    @Test
    void showsAgentsAndStreams() throws Exception {
        try (RunningGateway gateway = one().start()) {
            gateway.dial(gateway.who(PeerKind.AGENT, "a", "p", 0, 1)).accepted();
            ListenerTest.echo(gateway.client("pg"), "x");
            assertThat(gateway.tunnel().view().agents().get(0)).containsEntry("agent", "a").containsEntry("state", "ONLINE")
                    .containsEntry("streams", 1L).containsEntry("software", "test");
            assertThat(gateway.tunnel().view().streams().get(0)).containsEntry("listener", "pg").containsEntry("agent", "a")
                    .containsEntry("toTarget", 1L);
            assertThat(gateway.tunnel().view().places()).containsKeys("tunnel gateway", "tunnel to pg");
            assertThat(gateway.tunnel().view().health()).containsKeys("", "agent a", "listener pg", "audit");
        }
    }

    @Test
    void movesItsOwnPortWithoutDroppingAgents() throws Exception {
        try (RunningGateway gateway = one().start()) {
            Dialler agent = gateway.dialAgent("a");
            int before = gateway.address().getPort();
            gateway.with("address", "127.0.0.2:0").change();
            assertThat(gateway.address().getAddress().getHostAddress()).isEqualTo("127.0.0.2");
            new ServerSocket(before).close();
            ListenerTest.echo(gateway.client("pg"), "x");
            assertThat(agent.isGone()).isFalse();
        }
    }
}
