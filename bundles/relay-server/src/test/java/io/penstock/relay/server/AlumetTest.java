package io.penstock.relay.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.core.event.Entity;
import io.penstock.core.event.Fields;
import io.penstock.core.event.Measurement;
import io.penstock.core.event.Unsigned;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class AlumetTest {
    private static final String GREET = "00000014056e6f6465310005302e392e3505302e362e3002";
    private static final String REGISTER =
            "00000023056e6f6465310201031070726f636573735f6370755f74696d65010173056d696c6c69";
    private static final String MEASUREMENTS =
            "0000003f056e6f64653103010380e2cfaa06f403012a0d6c6f63616c5f6d616368696e65000770726f63657373043132333401096370755f"
            + "7374617465030475736572";
    /** The same, of metric 4, which nobody registered. */
    private static final String UNKNOWN_METRIC = MEASUREMENTS.replace("03010380", "03010480");

    @TempDir
    Path folder;
    private final PipeFeed feed = new PipeFeed();

    @Test
    void takesTheGoldenFrames() throws Exception {
        try (RunningServer server = start(Map.of("alumet", true)); Socket socket = connect(server)) {
            send(socket, GREET);
            assertThat(accepted(socket)).isTrue();
            send(socket, REGISTER + MEASUREMENTS);

            assertThat(feed.recorded().awaitEvents(1, Duration.ofSeconds(10))).containsExactly(new Measurement(
                    "process_cpu_time", Instant.ofEpochSecond(1_700_000_000L, 500), Unsigned.ofBits(42), "ms",
                    Entity.LOCAL_MACHINE, new Entity("process", "1234"),
                    Fields.builder().set("cpu_state", "user").set("relay_client", "node1").build()));
        }
    }

    @Test
    void unknownMetricCostsThatPointOnly() throws Exception {
        try (RunningServer server = start(Map.of("alumet", true)); Socket socket = connect(server)) {
            send(socket, GREET + REGISTER + UNKNOWN_METRIC + MEASUREMENTS);
            assertThat(accepted(socket)).isTrue();
            feed.recorded().awaitEvents(1, Duration.ofSeconds(10));

            ClientCounters counters = server.relay().clients().all().get(0).counters();
            assertThat(feed.recorded().events()).hasSize(1);
            assertThat(counters.unfit.sum()).isEqualTo(1);
        }
    }

    @Test
    void whatWasSentBeforeTheConnectionEndedIsTaken() throws Exception {
        feed.stall();
        try (RunningServer server = start(Map.of("alumet", true))) {
            try (Socket socket = connect(server)) {
                send(socket, GREET);
                assertThat(accepted(socket)).isTrue();
                send(socket, REGISTER + MEASUREMENTS + MEASUREMENTS + MEASUREMENTS);
            }
            while (server.relay().gate().guests() > 0 && !Thread.interrupted()) {
                Thread.onSpinWait();
            }
            feed.drain();
            assertThat(feed.recorded().awaitEvents(3, Duration.ofSeconds(10))).hasSize(3);
            assertThat(server.relay().turns().bytes()).isZero();
        }
    }

    @Test
    void refusesAnotherVersionWithAnAnswer() throws Exception {
        try (RunningServer server = start(Map.of("alumet", true)); Socket socket = connect(server)) {
            send(socket, GREET.substring(0, GREET.length() - 2) + "03");
            assertThat(accepted(socket)).isFalse();
            assertThat(socket.getInputStream().read()).isEqualTo(-1);
        }
    }

    @Test
    void refusesWhatIsNotWanted() throws Exception {
        try (RunningServer server = start(Map.of()); Socket socket = connect(server)) {
            send(socket, GREET);
            assertThat(accepted(socket)).isFalse();
        }
    }

    @Test
    void nameWithATokenCannotBeTakenWithoutIt() throws Exception {
        try (RunningServer server = start(Map.of("alumet", true, "clients", Map.of("node1", "secret")));
                Socket socket = connect(server)) {
            send(socket, GREET);
            assertThat(accepted(socket)).isFalse();
        }
    }

    private RunningServer start(Map<String, Object> options) throws InterruptedException {
        return RunningServer.start(options, folder, io.penstock.core.time.Clock.system(), feed);
    }

    private static Socket connect(RunningServer server) throws IOException, InterruptedException {
        Socket socket = new Socket(server.address().getAddress(), server.address().getPort());
        socket.setSoTimeout(10_000);
        return socket;
    }

    private static void send(Socket socket, String hex) throws IOException {
        socket.getOutputStream().write(HexFormat.of().parseHex(hex));
    }

    /** GreetResponse: the sender's empty name, its tag 1, and then the answer. */
    private static boolean accepted(Socket socket) throws IOException {
        InputStream in = socket.getInputStream();
        int length = in.readNBytes(4)[3];
        byte[] body = in.readNBytes(length);
        assertThat(body).startsWith(0, 1);
        return body[2] == 1;
    }
}
