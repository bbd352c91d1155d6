package io.penstock.plugin.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.core.batch.Batch;
import io.penstock.core.batch.BatchId;
import io.penstock.core.batch.Fate;
import io.penstock.core.event.Event;
import io.penstock.core.event.Fields;
import io.penstock.core.event.Record;
import io.penstock.core.plugin.InputFeed;
import io.penstock.core.plugin.Output;
import io.penstock.core.time.Clock;
import io.penstock.testing.ForwardingFeed;
import io.penstock.testing.Plugins;
import io.penstock.testing.RecordingFeed;
import io.penstock.testing.TestCertificate;
import io.penstock.testing.TestContext;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class HttpServerInputTest {
    private final RecordingFeed feed = new RecordingFeed();
    private final HttpClient client = HttpClient.newHttpClient();
    private HttpServerInput input;
    private Thread runner;
    private int port;

    private void start(Object... more) throws Exception {
        start(feed, more);
    }

    private void start(InputFeed into, Object... more) throws Exception {
        Map<String, Object> options = new LinkedHashMap<>(Map.of("port", 0));
        for (int i = 0; i < more.length; i += 2) {
            options.put((String) more[i], more[i + 1]);
        }
        HttpServerPlugin plugin = new HttpServerPlugin();
        input = (HttpServerInput) plugin.create(Plugins.options(plugin, options),
                TestContext.of(Path.of("."), Clock.system()));
        runner = new Thread(() -> {
            try {
                input.run(into);
            } catch (Exception e) {
                feed.degraded("ended: " + e);
            }
        });
        runner.start();
        port = input.awaitPort();
    }

    @AfterEach
    void stop() throws Exception {
        if (input != null) {
            input.close();
            runner.join();
        }
    }

    private HttpResponse<String> post(byte[] body, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/"))
                .POST(BodyPublishers.ofByteArray(body));
        return client.send((headers.length == 0 ? request : request.headers(headers)).build(), BodyHandlers.ofString());
    }

    private HttpResponse<String> post(String body, String... headers) throws Exception {
        return post(body.getBytes(StandardCharsets.UTF_8), headers);
    }

    @Test
    void answersWhenTheEventsAreDelivered() throws Exception {
        start();

        HttpResponse<String> response = post("{\"a\":1}\n{\"a\":2}\n", "Content-Type", "application/x-ndjson");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(feed.events()).extracting(event -> event.fields().get("a")).containsExactly(1L, 2L);
    }

    @Test
    void takesLinesAndCompressedBodies() throws Exception {
        start();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream zip = new GZIPOutputStream(bytes)) {
            zip.write("a\nb\n".getBytes(StandardCharsets.UTF_8));
        }
        assertThat(post(bytes.toByteArray(), "Content-Encoding", "gzip").statusCode()).isEqualTo(200);
        assertThat(feed.events()).extracting(event -> event.fields().get("_raw")).containsExactly("a", "b");
        assertThat(post("no zip", "Content-Encoding", "gzip").statusCode()).isEqualTo(400);
    }

    @Test
    void answersAccordingToTheFate() throws Exception {
        start();
        feed.fate(Fate.ABANDONED);
        HttpResponse<String> abandoned = post("x");
        assertThat(abandoned.statusCode()).isEqualTo(503);
        assertThat(abandoned.headers().firstValue("Retry-After")).contains("1");
        feed.fate(Fate.FAILED);
        assertThat(post("x").statusCode()).isEqualTo(422);
    }

    @Test
    void refusesWhatItCannotRead() throws Exception {
        start("max-body", "10B");

        assertThat(post("{\"a\":", "Content-Type", "application/json").body()).contains("no JSON at line 1");
        assertThat(post("01234567890").statusCode()).isEqualTo(413);
        assertThat(post("0123456789").statusCode()).isEqualTo(200);
        HttpRequest get = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/")).build();
        assertThat(client.send(get, BodyHandlers.ofString()).statusCode()).isEqualTo(405);
        HttpRequest elsewhere = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/else")).build();
        assertThat(client.send(elsewhere, BodyHandlers.ofString()).statusCode()).isEqualTo(404);
    }

    @Test
    void takesNothingFromWebPagesWithoutAToken() throws Exception {
        start();

        assertThat(post("x", "Origin", "http://evil.example").statusCode()).isEqualTo(403);
        assertThat(post("x", "Sec-Fetch-Site", "cross-site").statusCode()).isEqualTo(403);
        assertThat(raw("POST / HTTP/1.1\r\nHost: evil.example:" + port + "\r\nContent-Length: 1\r\n\r\nx"))
                .startsWith("HTTP/1.1 403");
        assertThat(feed.events()).isEmpty();
    }

    @Test
    void takesFromWebPagesThatKnowTheToken() throws Exception {
        start("token", "t0ken");

        assertThat(post("x", "Origin", "http://ours.example", "Authorization", "Bearer t0ken").statusCode()).isEqualTo(200);
    }

    private String raw(String request) throws Exception {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII)).readLine();
        }
    }

    @Test
    void answersABodyWhoseChunksMakeNoSense() throws Exception {
        start();
        String head = "POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n";

        assertThat(raw(head + "zz\r\n{}\r\n0\r\n\r\n")).isEqualTo("HTTP/1.1 400 Bad Request");
        assertThat(raw(head + "fffffffff\r\n{}\r\n0\r\n\r\n")).isEqualTo("HTTP/1.1 400 Bad Request");
        assertThat(raw(head + "2\r\n{}garbage\r\n0\r\n\r\n")).isEqualTo("HTTP/1.1 400 Bad Request");
        assertThat(feed.events()).isEmpty();
        assertThat(post("{}").statusCode()).isEqualTo(200);
    }

    @Test
    void asksForTheToken() throws Exception {
        start("token", "t0ken");

        assertThat(post("x").statusCode()).isEqualTo(401);
        assertThat(post("x", "Authorization", "Bearer t0ke").statusCode()).isEqualTo(401);
        assertThat(post("x", "Authorization", "Bearer t0ken").statusCode()).isEqualTo(200);
        assertThat(feed.events()).hasSize(1);
    }

    @Test
    void doesNotWaitForeverForRoomInThePipe() throws Exception {
        start(new StuckFeed(feed), "timeout", "50ms");

        assertThat(post("x").statusCode()).isEqualTo(503);
    }

    @Test
    void takesWhatTheOutputSendsThroughTls(@TempDir Path folder) throws Exception {
        TestCertificate certificate = TestCertificate.in(folder);
        start("tls", certificate.server(), "token", "t");
        HttpOutputPlugin plugin = new HttpOutputPlugin();
        Map<String, Object> options = Map.of("url", "https://localhost:" + port + "/", "tls", certificate.client(),
                "headers", Map.of("Authorization", "Bearer t"), "gzip", true);
        try (Output output = plugin.create(Plugins.options(plugin, options), TestContext.of(folder, Clock.system()))) {
            output.write(new Batch(new BatchId("s", 1), List.of(Record.of(Instant.EPOCH, Fields.of("a", 1L)))));
        }
        assertThat(feed.events()).extracting(event -> event.fields().get("a")).containsExactly(1L);
    }

    @Test
    void asksForTlsAndATokenBeyondTheMachine() {
        assertThat(Plugins.problems(new HttpServerPlugin(), Map.of("port", 1, "address", "0.0.0.0"))).hasSize(2);
        assertThat(Plugins.problems(new HttpServerPlugin(),
                Map.of("port", 1, "address", "0.0.0.0", "plaintext", true, "token", "t"))).isEmpty();
        assertThat(Plugins.problems(new HttpServerPlugin(), Map.of("port", 1, "path", "x"))).hasSize(1);
    }

    /** As a pipe whose budget is used up: blocks until interrupted. */
    private static final class StuckFeed extends ForwardingFeed {
        private StuckFeed(InputFeed other) {
            super(other);
        }

        @Override
        public CompletionStage<Fate> submit(List<? extends Event> events) throws InterruptedException {
            new CountDownLatch(1).await();
            throw new AssertionError("never");
        }
    }
}
