package io.penstock.plugin.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.penstock.core.batch.Batch;
import io.penstock.core.batch.BatchId;
import io.penstock.core.error.ErrorKind;
import io.penstock.core.error.PenstockException;
import io.penstock.core.event.Fields;
import io.penstock.core.http.RetryAfter;
import io.penstock.core.event.Record;
import io.penstock.core.plugin.Output;
import io.penstock.core.plugin.ScheduledInput;
import io.penstock.core.time.ManualClock;
import io.penstock.testing.Plugins;
import io.penstock.testing.RecordingFeed;
import io.penstock.testing.TestContext;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ClientsTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final Batch BATCH = new Batch(new BatchId("stream", 7),
            List.of(Record.of(NOW, Fields.of("a", 1L)), Record.of(NOW, Fields.of("a", "é"))));

    private final ManualClock clock = new ManualClock(NOW);
    private final RecordingFeed feed = new RecordingFeed();
    private Peer peer;

    @BeforeEach
    void start() throws Exception {
        peer = new Peer();
    }

    @AfterEach
    void stop() {
        peer.close();
    }

    private Output output(Object... more) {
        HttpOutputPlugin plugin = new HttpOutputPlugin();
        return plugin.create(Plugins.options(plugin, options(more)), TestContext.of(Path.of("."), clock));
    }

    private ScheduledInput poll(Object... more) {
        HttpPollPlugin plugin = new HttpPollPlugin();
        return (ScheduledInput) plugin.create(Plugins.options(plugin, options(more)), TestContext.of(Path.of("."), clock));
    }

    private Map<String, Object> options(Object... more) {
        Map<String, Object> options = new LinkedHashMap<>(Map.of("url", peer.url()));
        for (int i = 0; i < more.length; i += 2) {
            options.put((String) more[i], more[i + 1]);
        }
        return options;
    }

    @Test
    void sendsABatchAsLinesWithItsIdAndHeaders() throws Exception {
        try (Output output = output("headers", Map.of("X-Key", "k"))) {
            output.write(BATCH);
        }
        Peer.Request request = peer.requests.get(0);
        assertThat(request.method()).isEqualTo("POST");
        assertThat(request.text()).isEqualTo("{\"a\":1}\n{\"a\":\"é\"}\n");
        assertThat(request.headers().getFirst("Idempotency-Key")).isEqualTo("stream:7");
        assertThat(request.headers().getFirst("X-Key")).isEqualTo("k");
        assertThat(request.headers().getFirst("Content-Type")).isEqualTo("application/x-ndjson");
    }

    @Test
    void sendsAnArrayCompressed() throws Exception {
        try (Output output = output("format", "json", "gzip", true, "method", "put")) {
            output.write(BATCH);
        }
        Peer.Request request = peer.requests.get(0);
        byte[] plain = new GZIPInputStream(new ByteArrayInputStream(request.body())).readAllBytes();
        assertThat(new String(plain, StandardCharsets.UTF_8)).isEqualTo("[{\"a\":1},\n{\"a\":\"é\"}]\n");
        assertThat(request.method()).isEqualTo("PUT");
    }

    @Test
    void tellsRefusalsForGoodFromThoseForNow() throws Exception {
        for (int status : List.of(400, 404, 413, 422, 301)) {
            assertThat(failure(status).kind()).as("%d", status).isEqualTo(ErrorKind.INVALID);
        }
        for (int status : List.of(408, 425, 429, 500, 502, 503)) {
            assertThat(failure(status).kind()).as("%d", status).isEqualTo(ErrorKind.RETRY);
        }
    }

    private PenstockException failure(int status) throws Exception {
        peer.answer(status, "because\nof");
        try (Output output = output()) {
            PenstockException failure = catchThrowableOfType(PenstockException.class, () -> output.write(BATCH));
            assertThat(failure).hasMessageContaining("answered " + status + ": because of");
            return failure;
        }
    }

    @Test
    void hidesItsHeadersInAnAnswerThatRepeatsThem() throws Exception {
        peer.answer(401, "no such token: canary-1 (was: Bearer canary-1)");
        try (Output output = output("headers", Map.of("Authorization", "Bearer canary-1"))) {
            assertThatThrownBy(() -> output.write(BATCH)).hasMessageContaining("no such token: ***")
                    .message().doesNotContain("canary");
        }
    }

    @Test
    void waitsAsLongAsTheReceiverAsks() throws Exception {
        peer.answer(429, "", "Retry-After", "60");
        try (Output output = output()) {
            assertThatThrownBy(() -> output.write(BATCH)).isInstanceOf(PenstockException.class);
            Thread second = new Thread(() -> {
                try {
                    output.write(BATCH);
                } catch (Exception e) {
                    feed.degraded(e.toString());
                }
            });
            second.start();
            clock.advance(Duration.ofSeconds(59));
            second.join(100);
            assertThat(peer.requests).hasSize(1);
            clock.advance(Duration.ofSeconds(1));
            second.join();
            assertThat(peer.requests).hasSize(2);
        }
    }

    @Test
    void readsBothFormsOfRetryAfter() {
        assertThat(RetryAfter.of(Optional.of("5"), NOW)).contains(Duration.ofSeconds(5));
        assertThat(RetryAfter.of(Optional.of("Thu, 01 Jan 2026 00:00:09 GMT"), NOW)).contains(Duration.ofSeconds(9));
        assertThat(RetryAfter.of(Optional.of("Wed, 01 Jan 2025 00:00:09 GMT"), NOW)).contains(Duration.ZERO);
        assertThat(RetryAfter.of(Optional.of("soon"), NOW)).isEmpty();
        assertThat(RetryAfter.of(Optional.of("99999999999999"), NOW)).isEmpty();
    }

    @Test
    void givesUpOnASilentReceiver() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            String url = "http://127.0.0.1:" + silent.getLocalPort();
            try (Output output = output("url", url, "timeout", "50ms")) {
                assertThatThrownBy(() -> output.write(BATCH)).isInstanceOf(PenstockException.class)
                        .hasMessageContaining("127.0.0.1");
            }
        }
    }

    @Test
    void endsAWriteThatWaitsWhenClosed() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            Output output = output("url", "http://127.0.0.1:" + silent.getLocalPort());
            Thread closer = new Thread(() -> {
                try (Socket accepted = silent.accept()) {
                    accepted.getInputStream().read();
                    output.close();
                } catch (IOException e) {
                    feed.degraded(e.toString());
                }
            });
            closer.start();
            assertThatThrownBy(() -> output.write(BATCH)).isInstanceOf(PenstockException.class);
            closer.join();
            assertThat(feed.trouble()).isEmpty();
        }
    }

    @Test
    void pollsJsonAndAsksOnlyForWhatChanged() throws Exception {
        peer.answer(200, "[{\"a\":1},{\"a\":2}]", "Content-Type", "application/json", "ETag", "\"v1\"").answer(304, "");
        try (ScheduledInput input = poll()) {
            input.run(feed.due(2));
        }
        assertThat(feed.trouble()).isEmpty();
        assertThat(feed.events()).extracting(event -> event.fields().get("a")).containsExactly(1L, 2L);
        assertThat(peer.requests.get(1).headers().getFirst("If-None-Match")).isEqualTo("\"v1\"");
    }

    @Test
    void degradesOnABadAnswerAndRecovers() throws Exception {
        peer.answer(500, "no").answer(200, "{", "Content-Type", "application/json").answer(200, "ok");
        try (ScheduledInput input = poll("format", "auto")) {
            input.run(feed.due(3));
        }
        assertThat(feed.troubles()).hasSize(2).allMatch(reason -> reason.contains("answered 500") || reason.contains("no JSON"));
        assertThat(feed.trouble()).isEmpty();
        assertThat(feed.events()).hasSize(1);
    }

    @Test
    void refusesAResponseThatIsTooLong() throws Exception {
        peer.answer(200, "x".repeat(2_000));
        try (ScheduledInput input = poll("max-body", "1KiB")) {
            input.run(feed.due(1));
        }
        assertThat(feed.trouble()).contains("longer than 1024 bytes");
        assertThat(feed.events()).isEmpty();
    }

    @Test
    void refusesAddressesThatLeakOrMakeNoSense() {
        assertThat(Plugins.problems(new HttpOutputPlugin(), "http://example.org/x")).hasSize(1);
        assertThat(Plugins.problems(new HttpOutputPlugin(), "https://example.org/x")).isEmpty();
        assertThat(Plugins.problems(new HttpPollPlugin(), "ftp://example.org/x")).hasSize(1);
        assertThat(Plugins.problems(new HttpPollPlugin(), "https://u:p@example.org/x")).hasSize(1);
        assertThat(Plugins.problems(new HttpPollPlugin(), options("headers", Map.of("Host", "x", "a b", "y", "X-A", "z"))))
                .hasSize(2);
    }
}
