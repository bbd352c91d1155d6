package io.penstock.tunnel.visit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penstock.core.concurrent.Workers;
import io.penstock.core.error.ErrorKind;
import io.penstock.core.error.PenstockException;
import io.penstock.tunnel.testing.GatewayEnd;
import io.penstock.tunnel.testing.TestGateway;
import io.penstock.tunnel.testing.TestStream;
import io.penstock.tunnel.wire.api.Message;
import io.penstock.tunnel.wire.api.OpenCode;
import io.penstock.tunnel.wire.api.PeerKind;
import io.penstock.tunnel.wire.api.RefusalCode;
import java.io.EOFException;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class VisitorTest {
    @TempDir
    private Path folder;
    private TestGateway gateway;
    private final BlockingQueue<Map<?, ?>> replies = new LinkedBlockingQueue<>();
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private Thread thread;

    @BeforeEach
    void open() throws Exception {
        gateway = new TestGateway(folder);
    }

    @AfterEach
    void close() throws InterruptedException {
        if (thread != null) {
            thread.interrupt();
            thread.join(20_000);
        }
        gateway.close();
    }

    private void start(String listen) {
        start(listen, List.of(gateway.address()));
    }

    private void start(String listen, List<String> gateways) {
        Map<String, Object> table = new HashMap<>(Map.of("id", TestGateway.ID, "private-key", gateway.key().text().reveal(),
                "gateway", gateways, "gateway-pin", gateway.pin()));
        Map<String, Object> arguments = Map.of("settings", table, "agent", "warehouse", "target", "reporting", "listen", listen);
        thread = Workers.thread("test-open", () -> {
            try {
                new OpenCommand().run(arguments, value -> replies.add((Map<?, ?>) value));
                ended.complete(null);
            } catch (InterruptedException e) {
                ended.complete(null);
            } catch (RuntimeException e) {
                ended.completeExceptionally(e);
            }
        });
        thread.start();
    }

    private Map<?, ?> reply() throws InterruptedException {
        Map<?, ?> reply = replies.poll(20, TimeUnit.SECONDS);
        assertThat(reply).isNotNull();
        return reply;
    }

    private Socket client() throws IOException, InterruptedException {
        String listening = String.valueOf(reply().get("listening"));
        assertThat(listening).startsWith("127.0.0.1:");
        return client(Integer.parseInt(listening.substring(10)));
    }

    /** Its reads end: what interrupts a test that takes too long does not interrupt them. */
    private static Socket client(int port) throws IOException {
        Socket socket = new Socket("127.0.0.1", port);
        socket.setSoTimeout(20_000);
        return socket;
    }

    /** Whether it is reset or not. */
    private static void assertEnds(Socket socket) {
        assertThatThrownBy(() -> {
            if (socket.getInputStream().read() < 0) {
                throw new EOFException();
            }
        }).isInstanceOfAny(EOFException.class, SocketException.class);
    }

    private static void write(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String read(Socket socket, int count) throws IOException {
        return new String(socket.getInputStream().readNBytes(count), StandardCharsets.UTF_8);
    }

    @Test
    void eachClientGetsAStreamAndItsFirstBytesTravelWithTheConnect() throws Exception {
        start("127.0.0.1:0");
        GatewayEnd end = gateway.next();
        assertThat(end.hello().kind()).isEqualTo(PeerKind.VISITOR);
        try (Socket client = client()) {
            write(client, "early");
            TestStream visit = end.visit();
            Message.Connect connect = visit.first(Message.Connect.class);
            assertThat(connect.target()).isEqualTo("reporting");
            assertThat(connect.agent()).contains("warehouse");
            assertThat(visit.read(5)).isEqualTo("early");
            visit.send(new Message.Connected(1, "10.0.0.5:5432"));
            visit.write("answer");
            assertThat(read(client, 6)).isEqualTo("answer");
            client.shutdownOutput();
            visit.awaitFinish();
            visit.write("last");
            visit.finish();
            assertThat(read(client, 100)).isEqualTo("last");
        }
    }

    @Test
    void aTargetThatIsNotReachedIsToldAndTheClientIsClosed() throws Exception {
        start("127.0.0.1:0");
        GatewayEnd end = gateway.next();
        try (Socket client = client()) {
            TestStream visit = end.visit();
            visit.first();
            visit.send(new Message.Failed(OpenCode.REFUSED, "db:5432 refuses connections", 3));
            assertThat(reply().get("notice")).isEqualTo("REFUSED: db:5432 refuses connections");
            assertEnds(client);
        }
    }

    @Test
    void aLostGatewayIsToldAndClientsWaitForItsReturn() throws Exception {
        start("127.0.0.1:0");
        GatewayEnd end = gateway.next();
        try (Socket first = client()) {
            end.visit();
            end.cut();
            assertThat(String.valueOf(reply().get("notice"))).startsWith("the gateway is lost, trying again");
            try (Socket second = client(first.getPort())) {
                GatewayEnd again = gateway.next();
                TestStream visit = again.visit();
                assertThat(visit.first()).isInstanceOf(Message.Connect.class);
                assertThat(reply().get("notice")).isEqualTo("the gateway is back");
                visit.send(new Message.Connected(1, "10.0.0.5:5432"));
                visit.write("answer");
                assertThat(read(second, 6)).isEqualTo("answer");
            }
        }
    }

    @Test
    void aRefusalAtTheBeginningIsThrown() {
        gateway.decide(hello -> new Message.Refused(RefusalCode.DISABLED, "switched off", 0));
        start("127.0.0.1:0");
        assertThatThrownBy(() -> ended.get(20, TimeUnit.SECONDS)).isInstanceOf(ExecutionException.class)
                .cause().isInstanceOf(PenstockException.class).hasMessageContaining("switched off")
                .extracting("kind").isEqualTo(ErrorKind.DENIED);
        assertThat(replies).isEmpty();
    }

    @Test
    void aGatewayThatIsDownAtTheBeginningLeavesItToTheNext() throws Exception {
        start("127.0.0.1:0", List.of("127.0.0.1:1", gateway.address()));
        gateway.next();
        assertThat(reply().get("listening")).isNotNull();
    }

    @Test
    void allGatewaysThatAreDownAtTheBeginningAreNamed() {
        start("127.0.0.1:0", List.of("127.0.0.1:1", "127.0.0.1:2"));
        assertThatThrownBy(() -> ended.get(20, TimeUnit.SECONDS)).cause().isInstanceOf(PenstockException.class)
                .hasMessageContaining("127.0.0.1:1").hasMessageContaining("127.0.0.1:2").extracting("kind").isEqualTo(ErrorKind.RETRY);
    }

    @Test
    void aRefusalAtTheBeginningIsThrownWhateverOtherGatewaysThereAre() {
        gateway.decide(hello -> new Message.Refused(RefusalCode.VERSION, "too old", 0));
        start("127.0.0.1:0", List.of(gateway.address(), gateway.address()));
        assertThatThrownBy(() -> ended.get(20, TimeUnit.SECONDS)).cause().isInstanceOf(PenstockException.class)
                .hasMessageContaining("too old");
        assertThat(gateway.connections()).isEqualTo(1);
    }

    @Test
    void aPortThatIsTakenIsTold() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, java.net.InetAddress.getByName("127.0.0.1"))) {
            start("127.0.0.1:" + taken.getLocalPort());
            assertThatThrownBy(() -> ended.get(20, TimeUnit.SECONDS)).cause().isInstanceOf(PenstockException.class)
                    .hasMessageContaining("cannot listen on").extracting("code").isEqualTo("tunnel.listen");
        }
    }

    @Test
    void interruptedItEndsEverything() throws Exception {
        start("127.0.0.1:0");
        GatewayEnd end = gateway.next();
        try (Socket client = client()) {
            end.visit();
            thread.interrupt();
            ended.get(20, TimeUnit.SECONDS);
            end.lost().get(20, TimeUnit.SECONDS);
            assertEnds(client);
            assertThat(Thread.getAllStackTraces().keySet()).noneMatch(thread -> thread.getName().startsWith("penstock-tunnel"));
        }
    }
}
