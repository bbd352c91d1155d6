package io.penstock.tunnel.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.penstock.core.health.Health;
import io.penstock.tunnel.wire.api.Message;
import io.penstock.tunnel.wire.api.OpenCode;
import io.penstock.yamux.api.StreamEvents;
import io.penstock.yamux.api.YamuxStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ListenerTest {
    @TempDir
    Path folder;

    /** Counts what comes and never answers. */
    private record Counting(AtomicInteger bytes) implements StreamEvents {
        @Override
        public void data(YamuxStream stream, ByteBuf came) {
            bytes.addAndGet(came.readableBytes());
            came.release();
        }

        @Override
        public void finished(YamuxStream stream) {
            // Not of interest.
        }

        @Override
        public void reset(YamuxStream stream, Throwable cause) {
            // Not of interest.
        }

        @Override
        public void writable(YamuxStream stream) {
            // Nothing is written.
        }
    }

    private RunningGateway one() {
        return new RunningGateway(folder).agent("a").listener("pg", "a", "db");
    }

    static void echo(Socket client, String text) throws IOException {
        client.getOutputStream().write(text.getBytes());
        assertThat(new String(client.getInputStream().readNBytes(text.length()))).isEqualTo(text);
    }

    private static void assertReset(Socket client) {
        assertThatThrownBy(() -> {
            if (client.getInputStream().read() < 0) {
                throw new AssertionError("a clean end");
            }
        }).isInstanceOf(IOException.class).hasMessageContaining("reset");
    }

    /** The reset may come while the client still connects. */
    static void assertRefused(RunningGateway gateway) {
        assertThatThrownBy(() -> {
            if (gateway.client("pg").getInputStream().read() < 0) {
                throw new AssertionError("a clean end");
            }
        }).isInstanceOf(IOException.class).hasMessageContaining("reset");
    }

    @Test
    void carriesBytesBothWaysAndEachEnd() throws Exception {
        try (RunningGateway gateway = one().start()) {
            Dialler agent = gateway.dialAgent("a");
            Socket client = gateway.client("pg");
            echo(client, "select 1");
            client.shutdownOutput();
            assertThat(client.getInputStream().read()).isEqualTo(-1);

            Message.Connect connect = agent.connect();
            assertThat(connect.target()).isEqualTo("db");
            assertThat(connect.from()).hasValueSatisfying(from -> assertThat(from).startsWith("pg 127.0.0.1:"));
            Map<String, Object> record = gateway.records(1).get(0);
            assertThat(record).containsEntry("reason", "FINISHED").containsEntry("listener", "pg").containsEntry("agent", "a")
                    .containsEntry("target", "db").containsEntry("address", "10.0.0.1:5432").containsEntry("toTarget", 8L)
                    .containsEntry("toClient", 8L).containsEntry("user", "");
        }
    }

    @Test
    void serverThatSpeaksFirstIsHeard() throws Exception {
        try (RunningGateway gateway = one().start()) {
            gateway.dialAgent("a").become((stream, connect) -> {
                stream.send(new Message.Connected(1, "here"));
                stream.stream().write(io.netty.buffer.Unpooled.copiedBuffer("hello".getBytes()));
                stream.stream().finish();
            });
            assertThat(new String(gateway.client("pg").getInputStream().readAllBytes())).isEqualTo("hello");
        }
    }

    @Test
    void theFirstBytesTravelWithTheOpen() throws Exception {
        try (RunningGateway gateway = one().start()) {
            Dialler agent = gateway.dialAgent("a");
            AtomicInteger early = new AtomicInteger();
            agent.become((stream, connect) -> stream.become(new Counting(early)));
            Socket client = gateway.client("pg");
            client.getOutputStream().write("x".repeat(1000).getBytes());
            Await.until("they are there before the answer", () -> early.get() == 1000);
        }
    }

    @Test
    void resetsTheClientWhenNoAgentIsThere() throws Exception {
        try (RunningGateway gateway = one().start()) {
            assertRefused(gateway);
            assertThat(gateway.records(1).get(0)).containsEntry("reason", "NO_AGENT").containsEntry("agent", "");
        }
    }

    @Test
    void tellsWhyATargetCouldNotBeReachedAndResetsTheClient() throws Exception {
        try (RunningGateway gateway = one().start()) {
            gateway.dialAgent("a").become(AgentTarget.failing(OpenCode.REFUSED));
            assertRefused(gateway);
            assertThat(gateway.records(1).get(0)).containsEntry("reason", "REFUSED").containsEntry("message", "for this test")
                    .containsEntry("agent", "a");
        }
    }

    @Test
    void givesUpOnAnAgentThatDoesNotAnswer() throws Exception {
        try (RunningGateway gateway = one().deadlines(new Deadlines(RunningGateway.SHORT.stranger(), RunningGateway.SHORT.probe(),
                java.time.Duration.ofMillis(200), RunningGateway.SHORT.linger())).start()) {
            gateway.dialAgent("a").become(AgentTarget.SILENT);
            assertRefused(gateway);
            assertThat(gateway.records(1).get(0)).containsEntry("reason", "TIMEOUT");
        }
    }

    @Test
    void refusesOnlyTheStreamBeyondTheListenersLimit() throws Exception {
        try (RunningGateway gateway = new RunningGateway(folder).agent("a").listener("pg", "a", "db", "max-streams", 2).start()) {
            gateway.dialAgent("a");
            Socket one = gateway.client("pg");
            echo(one, "one");
            Socket two = gateway.client("pg");
            echo(two, "two");
            assertRefused(gateway);
            assertThat(gateway.records(1).get(0)).containsEntry("reason", "LIMIT");
            echo(one, "still");
            one.close();
            Await.until("a place is free", () -> gateway.parts().passages().count() == 1);
            echo(gateway.client("pg"), "three");
        }
    }

    @Test
    void refusesOnlyTheStreamBeyondTheAgentsLimit() throws Exception {
        try (RunningGateway gateway = new RunningGateway(folder).agent("a", "max-streams", 1).listener("pg", "a", "db").start()) {
            gateway.dialAgent("a");
            Socket one = gateway.client("pg");
            echo(one, "one");
            assertRefused(gateway);
            assertThat(gateway.records(1).get(0)).containsEntry("reason", "LIMIT");
            echo(one, "still");
        }
    }

    @Test
    void endsWhatIsIdle() throws Exception {
        try (RunningGateway gateway = new RunningGateway(folder).agent("a").listener("pg", "a", "db", "idle-timeout", "200ms").start()) {
            gateway.dialAgent("a");
            Socket client = gateway.client("pg");
            echo(client, "x");
            assertReset(client);
            assertThat(gateway.records(1).get(0)).containsEntry("reason", "IDLE");
        }
    }

    @Test
    void keepsToItsBandwidth() throws Exception {
        try (RunningGateway gateway = new RunningGateway(folder).agent("a").listener("pg", "a", "db", "bandwidth", "1MB").start()) {
            gateway.dialAgent("a");
            Socket client = gateway.client("pg");
            long began = System.nanoTime();
            echo(client, "x".repeat(600_000));
            // Of 600 kB there a tenth of a second and the last read are free: 0.4 s at 1 MB/s, or it was not limited.
            assertThat(System.nanoTime() - began).isGreaterThan(300_000_000L);
        }
    }

    @Test
    void changesOneListenerWithoutTouchingAnother() throws Exception {
        try (RunningGateway gateway = one().listener("other", "a", "db").start()) {
            Dialler agent = gateway.dialAgent("a");
            Socket kept = gateway.client("pg");
            echo(kept, "kept");
            Socket ended = gateway.client("other");
            echo(ended, "ended");
            int port = gateway.address("pg").getPort();

            gateway.without("other").listener("pg", "a", "db2", "max-streams", 7).listener("new", "a", "db3").change();

            assertReset(ended);
            echo(kept, "still there");
            assertThat(gateway.address("pg").getPort()).isEqualTo(port);
            echo(gateway.client("new"), "new");
            echo(gateway.client("pg"), "changed");
            agent.connect();
            agent.connect();
            assertThat(agent.connect().target()).isEqualTo("db3");
            assertThat(agent.connect().target()).isEqualTo("db2");
            assertThat(gateway.records(1).get(0)).containsEntry("reason", "REVOKED").containsEntry("listener", "other");
        }
    }

    @Test
    void triesABusyPortAgainAndSaysSo() throws Exception {
        try (ServerSocket busy = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"));
             RunningGateway gateway = new RunningGateway(folder).agent("a").listener("pg", "a", "db", "address",
                     "127.0.0.1:" + busy.getLocalPort()).start()) {
            gateway.dialAgent("a");
            Health ill = Await.value("it says so", () -> gateway.tunnel().view().health().get("listener pg"),
                    health -> health.reason().contains("cannot listen on 127.0.0.1:" + busy.getLocalPort()));
            assertThat(ill.state()).isEqualTo(Health.State.DEGRADED);
            busy.close();
            echo(gateway.client("pg"), "at last");
            assertThat(gateway.tunnel().view().health().get("listener pg").state()).isEqualTo(Health.State.UP);
        }
    }

    @Test
    void endsTheStreamsOfALostAgent() throws Exception {
        try (RunningGateway gateway = one().start()) {
            Dialler agent = gateway.dialAgent("a");
            Socket client = gateway.client("pg");
            echo(client, "x");
            agent.close();
            assertReset(client);
            assertThat(gateway.records(1).get(0)).containsEntry("reason", "AGENT_LOST");
        }
    }

    @Test
    void recordsAClientThatBreaksOff() throws Exception {
        try (RunningGateway gateway = one().start()) {
            gateway.dialAgent("a");
            Socket client = gateway.client("pg");
            echo(client, "x");
            client.setSoLinger(true, 0);
            client.close();
            assertThat(gateway.records(1).get(0)).containsEntry("reason", "CLIENT_RESET").containsEntry("toTarget", 1L);
        }
    }
}
