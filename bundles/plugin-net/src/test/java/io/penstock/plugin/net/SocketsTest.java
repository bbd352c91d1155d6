package io.penstock.plugin.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penstock.core.batch.Batch;
import io.penstock.core.batch.BatchId;
import io.penstock.core.error.PenstockException;
import io.penstock.core.event.Event;
import io.penstock.core.event.Fields;
import io.penstock.core.event.Record;
import io.penstock.core.plugin.InputPlugin;
import io.penstock.core.plugin.Output;
import io.penstock.core.plugin.Plugin;
import io.penstock.core.time.ManualClock;
import io.penstock.testing.Plugins;
import io.penstock.testing.RecordingFeed;
import io.penstock.testing.TestCertificate;
import io.penstock.testing.TestContext;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class SocketsTest {
    private static final Duration DEADLINE = Duration.ofSeconds(10);
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    @TempDir
    Path folder;
    private final RecordingFeed feed = new RecordingFeed();
    private ListeningInput input;
    private Thread runner;

    private <O> int start(InputPlugin<O> plugin, Map<String, Object> options) throws Exception {
        input = (ListeningInput) plugin.create(Plugins.options((Plugin<O>) plugin, options),
                TestContext.of(folder, new ManualClock(NOW)));
        runner = new Thread(() -> {
            try {
                input.run(feed);
            } catch (Exception e) {
                feed.degraded("ended: " + e);
            }
        });
        runner.start();
        return input.awaitPort();
    }

    @AfterEach
    void stop() throws Exception {
        if (input != null) {
            input.close();
            runner.join(DEADLINE.toMillis());
            assertThat(runner.isAlive()).isFalse();
        }
    }

    private static Socket connect(int port) throws Exception {
        return new Socket(InetAddress.getLoopbackAddress(), port);
    }

    private static void send(Socket socket, String text) throws Exception {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
    }

    private List<Object> raws(int count) throws Exception {
        return feed.awaitEvents(count, DEADLINE).stream().map(event -> event.fields().get("_raw")).toList();
    }

    @Test
    void takesLinesOfSeveralConnections() throws Exception {
        int port = start(new TcpPlugin(), Map.of("port", 0, "peer-field", "from"));
        try (Socket one = connect(port); Socket two = connect(port)) {
            send(one, "a\r\n\nb");
            send(two, "c\n");
            one.shutdownOutput();
            assertThat(raws(3)).containsExactlyInAnyOrder("a", "b", "c");
        }
        assertThat(feed.events()).allMatch(event -> event.time().equals(NOW) && event.fields().get("from").equals("127.0.0.1"));
    }

    @Test
    void keepsAConnectionThatSendsMalformedBytes() throws Exception {
        int port = start(new TcpPlugin(), Map.of("port", 0));
        try (Socket socket = connect(port)) {
            socket.getOutputStream().write(new byte[] {'a', (byte) 0xff, '\n'});
            send(socket, "ok\n");
            assertThat(raws(2)).containsExactly("a\uFFFD", "ok");
        }
    }

    @Test
    void endsOnlyTheConnectionThatBreaksTheFraming() throws Exception {
        int port = start(new TcpPlugin(), Map.of("port", 0, "framing", "octet-counting"));
        try (Socket bad = connect(port); Socket good = connect(port)) {
            send(bad, "nonsense");
            assertThat(bad.getInputStream().read()).isEqualTo(-1);
            send(good, "2 ok");
            assertThat(raws(1)).containsExactly("ok");
        }
    }

    @Test
    void refusesConnectionsBeyondTheLimitAndSaysSo() throws Exception {
        int port = start(new TcpPlugin(), Map.of("port", 0, "max-connections", 1));
        try (Socket one = connect(port)) {
            send(one, "a\n");
            raws(1);
            try (Socket two = connect(port)) {
                assertThat(two.getInputStream().read()).isEqualTo(-1);
            }
            assertThat(feed.trouble()).contains("more than 1 connections");
        }
        feed.await(now -> now.trouble().isEmpty(), "recovery", DEADLINE);
    }

    @Test
    void closesConnectionsWhoseUnfinishedLinesTakeTooMuchTogether() throws Exception {
        int port = start(new TcpPlugin(), Map.of("port", 0, "max-message-bytes", "4MiB"));
        byte[] unfinished = new byte[3 << 20];
        List<Socket> slow = new ArrayList<>();
        try {
            for (int i = 0; i < 16 && feed.trouble().isEmpty(); i++) {
                slow.add(connect(port));
                try {
                    slow.get(i).getOutputStream().write(unfinished);
                } catch (java.io.IOException e) {
                    break;
                }
            }
            feed.await(now -> now.trouble().contains("unfinished messages"), "closing", DEADLINE);
            try (Socket good = connect(port)) {
                send(good, "ok\n");
                feed.await(now -> now.events().stream().anyMatch(event -> event.fields().get("_raw").equals("ok")), "ok", DEADLINE);
            }
        } finally {
            for (Socket socket : slow) {
                socket.close();
            }
        }
        feed.await(now -> now.trouble().isEmpty(), "recovery", DEADLINE);
    }

    @Test
    void endsWhenClosedWhileConnectionsAreOpen() throws Exception {
        int port = start(new TcpPlugin(), Map.of("port", 0));
        try (Socket socket = connect(port)) {
            send(socket, "a\n");
            raws(1);
            input.close();
            assertThat(socket.getInputStream().read()).isEqualTo(-1);
        }
    }

    @Test
    void saysThatAPortIsTaken() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            TcpPlugin plugin = new TcpPlugin();
            var second = plugin.create(Plugins.options(plugin, taken.getLocalPort()),
                    TestContext.of(folder, new ManualClock(NOW)));
            assertThatThrownBy(() -> second.run(feed)).hasMessageContaining("cannot listen on");
        }
    }

    @Test
    void receivesDatagramsWholeOrByLine() throws Exception {
        int port = start(new UdpPlugin(), Map.of("port", 0));
        datagram(port, "a\nb\n");
        assertThat(raws(1)).containsExactly("a\nb");
        stop();

        datagram(start(new UdpPlugin(), Map.of("port", 0, "lines", true)), "c\nd\n");
        assertThat(raws(3)).containsExactly("a\nb", "c", "d");
    }

    private static void datagram(int port, String text) throws Exception {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        try (DatagramSocket socket = new DatagramSocket()) {
            socket.send(new DatagramPacket(bytes, bytes.length, InetAddress.getLoopbackAddress(), port));
        }
    }

    @Test
    void takesSyslogOverBothTransports() throws Exception {
        datagram(start(new SyslogPlugin(), Map.of("port", 0, "transport", "udp")), "<34>1 - h app - - - hello\n");
        assertThat(feed.awaitEvents(1, DEADLINE).get(0).fields().get("message")).isEqualTo("hello");
        stop();

        try (Socket socket = connect(start(new SyslogPlugin(), Map.of("port", 0)))) {
            String message = "<34>1 - h app - - - hello 2";
            send(socket, message.length() + " " + message);
            assertThat(feed.awaitEvents(2, DEADLINE).get(1).fields().get("message")).isEqualTo("hello 2");
        }
    }

    @Test
    void asksForTlsBeyondTheMachine() {
        assertThat(Plugins.problems(new TcpPlugin(), Map.of("port", 1, "address", "0.0.0.0"))).hasSize(1);
        assertThat(Plugins.problems(new TcpPlugin(), Map.of("port", 1, "address", "0.0.0.0", "plaintext", true))).isEmpty();
        assertThat(Plugins.problems(new TcpOutputPlugin(), Map.of("port", 1, "host", "example.org"))).hasSize(1);
        assertThat(Plugins.problems(new TcpOutputPlugin(), Map.of("port", 1, "host", "example.org", "tls", true))).isEmpty();
        assertThat(Plugins.problems(new SyslogPlugin(), Map.of("transport", "udp", "tls",
                Map.of("certificate", "c", "key", "k")))).hasSize(1);
    }

    private static Batch batch(long seq, String... lines) {
        List<Event> events = java.util.Arrays.stream(lines)
                .map(line -> (Event) Record.of(NOW, Fields.of("line", line))).toList();
        return new Batch(new BatchId("s", seq), events);
    }

    private static Output output(int port) {
        TcpOutputPlugin plugin = new TcpOutputPlugin();
        return plugin.create(Plugins.options(plugin, port), TestContext.of(Path.of("."), new ManualClock(NOW)));
    }

    @Test
    void writesJsonLinesAndConnectsAgainWhenThePeerHasGone() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
                Output output = output(server.getLocalPort())) {
            output.open();
            try (Socket first = server.accept()) {
                output.write(batch(1, "a", "b"));
                assertThat(read(first, 2)).containsExactly("{\"line\":\"a\"}", "{\"line\":\"b\"}");
            }
            output.write(batch(2, "c"));
            try (Socket second = server.accept()) {
                assertThat(read(second, 1)).containsExactly("{\"line\":\"c\"}");
            }
        }
    }

    @Test
    void carriesLinesThroughTls() throws Exception {
        TestCertificate certificate = TestCertificate.in(folder);
        int port = start(new TcpPlugin(), Map.of("port", 0, "tls", certificate.server()));
        TcpOutputPlugin plugin = new TcpOutputPlugin();
        try (Output output = plugin.create(Plugins.options(plugin, Map.of("port", port, "host", "localhost", "tls",
                certificate.client())), TestContext.of(folder, new ManualClock(NOW)))) {
            output.open();
            output.write(batch(1, "a"));
            output.write(batch(2, "b"));
            assertThat(raws(2)).containsExactly("{\"line\":\"a\"}", "{\"line\":\"b\"}");
        }
        try (Output stranger = plugin.create(Plugins.options(plugin, Map.of("port", port, "tls", true)),
                TestContext.of(folder, new ManualClock(NOW)))) {
            assertThatThrownBy(stranger::open).isInstanceOf(PenstockException.class);
        }
    }

    private static List<String> read(Socket socket, int lines) throws Exception {
        BufferedReader reader = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
        List<String> read = new java.util.ArrayList<>();
        for (int i = 0; i < lines; i++) {
            read.add(reader.readLine());
        }
        return read;
    }

    @Test
    void failsForNowWhenNobodyListens() throws Exception {
        int port;
        try (ServerSocket gone = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = gone.getLocalPort();
        }
        try (Output output = output(port)) {
            assertThatThrownBy(output::open).isInstanceOf(PenstockException.class)
                    .hasMessageContaining("cannot connect to 127.0.0.1:" + port);
        }
    }
}
