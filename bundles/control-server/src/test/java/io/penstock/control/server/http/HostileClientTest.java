package io.penstock.control.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.core.metrics.MetricSink;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What anybody can send who reaches the port. */
class HostileClientTest {
    private static final String HEAD = "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n";
    private final TestServer server = new TestServer(Map.of("limits.connections", 50, "limits.handshakes", 10_000),
            HostileClientTest::routes);

    private static void routes(Routes routes) {
        routes.on("POST", "/echo").open().maxBody(1000).to(call -> CompletableFuture.completedStage(Answer.ok(Map.of("n",
                call.bytes().length))));
        routes.on("POST", "/login").open().guarded().to(call -> CompletableFuture.completedStage(Answer.none()));
        routes.on("GET", "/open").open().to(call -> CompletableFuture.completedStage(Answer.ok(Map.of())));
        routes.on("GET", "/thing").role(Role.VIEWER).to(call -> CompletableFuture.completedStage(Answer.ok(Map.of())));
    }

    @AfterEach
    void close() throws Exception {
        assertThat(server.ask("GET", "/open", Map.of(), "").status()).as("still serves").isEqualTo(200);
        server.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"nonsense\r\n\r\n", "GET / HTTP/9.9\r\n\r\n", "GET /open HTTP/1.1\r\nHost x\r\n\r\n",
            "GET /open HTTP/1.1\r\nContent-Length: -1\r\n\r\n", "GET /open HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nx",
            "POST /echo HTTP/1.1\r\nTransfer-Encoding: chunked\r\nContent-Type: application/json\r\n\r\nzz\r\nabc\r\n0\r\n\r\n",
            "GET /open HTTP/1.1\r\nBad\0Header: x\r\n\r\n", "\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\u00fc\u0003\u0003\r\n\r\n"})
    void whatIsNoHttpGetsARefusalAndTheConnectionEnds(String bytes) throws Exception {
        List<RawAnswer> answers = server.say(2, bytes);
        assertThat(answers).hasSizeLessThanOrEqualTo(1);
        answers.forEach(answer -> {
            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.headers()).containsEntry("Content-Type", "application/problem+json").containsEntry("Connection",
                    "close");
        });
    }

    @Test
    void headersThatAreTooLongAreRefusedBeforeTheyEnd() throws Exception {
        RawAnswer answer = endless("GET /open HTTP/1.1\r\nHost: x\r\nX: ");
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.text()).contains("16384 bytes");
        assertThat(endless("GET /").text()).contains("8192 bytes");
    }

    private RawAnswer endless(String begin) throws IOException {
        try (Socket socket = server.connect()) {
            OutputStream out = socket.getOutputStream();
            out.write(begin.getBytes(StandardCharsets.US_ASCII));
            out.write("x".repeat(40_000).getBytes(StandardCharsets.US_ASCII));
            out.flush();
            return RawAnswer.read(socket.getInputStream(), 1).get(0);
        }
    }

    @Test
    void aBodyThatIsTooLargeIsNotRead() throws Exception {
        RawAnswer answer = server.say(1, HEAD + "Content-Length: 99999999999\r\n\r\n").get(0);
        assertThat(answer.status()).isEqualTo(413);
        assertThat(answer.text()).contains("1000 bytes");
        assertThat(server.say(1, HEAD + "Expect: 100-continue\r\nContent-Length: 5000\r\n\r\n").get(0).status()).isEqualTo(413);
    }

    @Test
    void aSmallBodyThatUnpacksToALargeOneIsRefused() throws Exception {
        byte[] bomb = Gzip.pack(new byte[100_000]);
        assertThat(bomb.length).isLessThan(1000);
        try (Socket socket = server.connect()) {
            socket.getOutputStream().write((HEAD + "Content-Encoding: gzip\r\nContent-Length: " + bomb.length + "\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().write(bomb);
            assertThat(RawAnswer.read(socket.getInputStream(), 1).get(0).status()).isEqualTo(413);
        }
    }

    @Test
    void bytesByChanceBreakNothing() throws Exception {
        Random random = new Random(7);
        String[] words = {"GET ", "POST ", "/echo", "/open", " HTTP/1.1", "\r\n", "\r\n\r\n", "Content-Length: 5", "Host: x",
                "Transfer-Encoding: chunked", "5\r\nabcde\r\n", "0\r\n\r\n", "{}", "\0", "\u00ff", "Expect: 100-continue", ":", " "};
        for (int i = 0; i < 300; i++) {
            StringBuilder text = new StringBuilder(random.nextBoolean() ? "POST /echo HTTP/1.1\r\n" : "");
            for (int n = random.nextInt(20); n > 0; n--) {
                text.append(words[random.nextInt(words.length)]);
            }
            try (Socket socket = server.connect()) {
                socket.getOutputStream().write(text.toString().getBytes(StandardCharsets.ISO_8859_1));
                socket.shutdownOutput();
                assertThat(RawAnswer.read(socket.getInputStream(), 5)).allSatisfy(answer ->
                        assertThat(answer.status()).as("seed 7, %d: %s", i(text), text).isLessThan(500));
            } catch (java.net.SocketException e) {
                // it was cut off while it still wrote
            }
        }
    }

    private static int i(StringBuilder text) {
        return text.length();
    }

    @Test
    void everySplitOfARequestIsTheSameRequest() throws Exception {
        String request = HEAD + "Content-Length: 2\r\n\r\n{}";
        for (int at = 1; at < request.length(); at += 7) {
            assertThat(server.say(1, request.substring(0, at), request.substring(at)).get(0).text()).isEqualTo("{\"n\":2}");
        }
    }

    @Test
    void whoTriesTooOftenWaits() throws Exception {
        List<Integer> statuses = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            RawAnswer answer = server.ask("POST", "/login", Map.of(), "");
            statuses.add(answer.status());
            if (answer.status() == 429) {
                assertThat(Integer.parseInt(answer.headers().get("Retry-After"))).isPositive();
            }
        }
        assertThat(statuses).startsWith(204, 204, 204).endsWith(429, 429);
    }

    @Test
    void connectionsAboveTheLimitAreClosedAtOnce() throws Exception {
        List<Socket> sockets = new ArrayList<>();
        try {
            for (int i = 0; i < 50; i++) {
                Socket socket = server.connect();
                socket.getOutputStream().write("GET /open HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                assertThat(RawAnswer.read(socket.getInputStream(), 1)).hasSize(1);
                sockets.add(socket);
            }
            assertThat(server.say(1, "GET /open HTTP/1.1\r\nHost: x\r\n\r\n")).isEmpty();
        } finally {
            for (Socket socket : sockets) {
                socket.close();
            }
        }
        Map<String, Double> numbers = new ConcurrentHashMap<>();
        do {
            server.server.collect(sink(numbers));
        } while (numbers.get("penstock_control_server_connections") > 0);
        assertThat(numbers).containsEntry("penstock_control_server_refused_connections_total", 1.0);
    }

    @Test
    void anAnswerNobodyReadsKeepsNobodyElse() throws Exception {
        try (Socket socket = server.connect()) {
            for (int i = 0; i < 500; i++) {
                socket.getOutputStream().write("GET /open HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            }
            assertThat(server.ask("GET", "/open", Map.of(), "").status()).isEqualTo(200);
        }
    }

    private static MetricSink sink(Map<String, Double> numbers) {
        return new MetricSink() {
            @Override
            public void counter(String name, String help, Map<String, String> labels, double value) {
                numbers.put(name, value);
            }

            @Override
            public void gauge(String name, String help, Map<String, String> labels, double value) {
                numbers.put(name, value);
            }
        };
    }
}
