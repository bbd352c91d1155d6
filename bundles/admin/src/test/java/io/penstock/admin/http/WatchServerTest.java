package io.penstock.admin.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penstock.admin.http.WatchEndpoint.Page;
import io.penstock.core.error.PenstockException;
import io.penstock.core.health.Health;
import io.penstock.core.health.Health.State;
import io.penstock.core.health.HealthSource;
import io.penstock.core.metrics.MetricSource;
import io.penstock.core.time.Clock;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class WatchServerTest {
    private static WatchServer open(String address) {
        WatchServer server = new WatchServer(address, false,
                Map.of("/metrics", () -> new Page(200, "text/plain", "up 1\n"), "/broken", () -> {
                    throw new IllegalStateException("no");
                }), Clock.system(), url -> { });
        server.start();
        return server;
    }

    private static String ask(WatchServer server, String request) throws IOException {
        URI url = URI.create(server.url().orElseThrow());
        try (Socket socket = new Socket(url.getHost(), url.getPort())) {
            socket.getOutputStream().write(request.replace("\n", "\r\n").getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void servesItsPagesAndNothingElse() throws Exception {
        try (WatchServer server = open("127.0.0.1:0")) {
            String tail = " HTTP/1.1\nHost: localhost:1\nConnection: close\n\n";
            assertThat(ask(server, "GET /metrics" + tail)).startsWith("HTTP/1.1 200").endsWith("up 1\n");
            assertThat(ask(server, "HEAD /metrics" + tail)).startsWith("HTTP/1.1 200").doesNotContain("up 1");
            assertThat(ask(server, "GET /other" + tail)).startsWith("HTTP/1.1 404").contains("/metrics");
            assertThat(ask(server, "POST /metrics" + tail)).startsWith("HTTP/1.1 405").contains("Allow: GET, HEAD");
            assertThat(ask(server, "GET /broken" + tail)).startsWith("HTTP/1.1 500");
        }
    }

    @Test
    void answersNoRequestThatNamesAnotherHost() throws Exception {
        try (WatchServer server = open("127.0.0.1:0")) {
            assertThat(ask(server, "GET /metrics HTTP/1.1\nHost: evil.example:9600\nConnection: close\n\n"))
                    .startsWith("HTTP/1.1 403").doesNotContain("up 1");
            assertThat(ask(server, "GET /metrics HTTP/1.1\nHost: 127.0.0.1.evil.example\nConnection: close\n\n"))
                    .startsWith("HTTP/1.1 403");
            assertThat(ask(server, "GET /metrics HTTP/1.1\nHost: [::1]:9600\nConnection: close\n\n"))
                    .startsWith("HTTP/1.1 200");
        }
    }

    @Test
    void isDegradedAndNamesThePortWhileItIsTaken() throws Exception {
        try (ServerSocket holder = new ServerSocket(0, 1, java.net.InetAddress.getLoopbackAddress());
                WatchServer server = open("127.0.0.1:" + holder.getLocalPort())) {
            assertThat(server.health().state()).isEqualTo(State.DEGRADED);
            assertThat(server.health().reason()).contains(":" + holder.getLocalPort()).contains("[admin]");
            assertThat(server.url()).isEmpty();
        }
    }

    @Test
    void servesNothingWhenToldSo() {
        try (WatchServer server = open("none")) {
            assertThat(server.url()).isEmpty();
            assertThat(server.health().state()).isEqualTo(State.UP);
        }
    }

    @Test
    void refusesAddressesOthersReachUnlessAllowed() {
        assertThatThrownBy(() -> open("0.0.0.0:0")).isInstanceOf(PenstockException.class).hasMessageContaining("plain-text");
        assertThatThrownBy(() -> open("9600")).hasMessageContaining("HOST:PORT");
        assertThatThrownBy(() -> open("127.0.0.1:99999")).hasMessageContaining("HOST:PORT");
    }

    @Test
    void writesNumbersLabelsAndHelpAsPrometheusReadsThem() {
        MetricSource good = sink -> {
            sink.counter("b_total", "Line\none \\ two.", Map.of("x", "a\"b\\c\nd", "a", "1"), 9_007_199_254_740_993.0);
            sink.counter("b_total", "again", Map.of("x", "other"), 3);
            sink.counter("b_total", "twice", Map.of("x", "other"), 4);
            sink.gauge("b_total", "as a gauge", Map.of(), 4);
            sink.gauge("a_bytes", "Bytes.", Map.of(), Double.NaN);
            sink.gauge("9bad", "no", Map.of(), 1);
            sink.gauge("bad_label", "no", Map.of("a-b", "1"), 1);
        };
        MetricSource broken = sink -> {
            throw new IllegalStateException("x");
        };
        assertThat(MetricText.of(List.of(good, broken))).isEqualTo("""
                # HELP a_bytes Bytes.
                # TYPE a_bytes gauge
                a_bytes NaN
                # HELP b_total Line\\none \\\\ two.
                # TYPE b_total counter
                b_total{a="1",x="a\\"b\\\\c\\nd"} 9007199254740992
                b_total{x="other"} 3
                # HELP penstock_admin_failed_sources Metric sources that failed in this very collection.
                # TYPE penstock_admin_failed_sources gauge
                penstock_admin_failed_sources 1
                # HELP penstock_admin_left_out_series Numbers left out of this very collection: badly named, given twice, or too many.
                # TYPE penstock_admin_left_out_series gauge
                penstock_admin_left_out_series 4
                """);
    }

    @Test
    void tellsThisProcess() {
        assertThat(MetricText.of(List.of(new ProcessMetrics("1.2")))).contains("penstock_build_info{", "version=\"1.2\"",
                "jvm_memory_used_bytes{area=\"heap\"}", "process_start_time_seconds", "penstock_admin_failed_sources 0");
    }

    @Test
    void takesTheWorstStateAndNamesASourceThatFails() {
        Instant now = Instant.EPOCH;
        HealthSource pipes = source("pipes", Map.of("", new Health(State.UP, "", now),
                "b", new Health(State.WAITING, "for plugin x", now)));
        assertThat(HealthReport.of(List.of(pipes), Clock.system()).worst()).isEqualTo(State.WAITING);
        assertThat(HealthReport.of(List.of(pipes), Clock.system()).ready()).isTrue();
        HealthSource broken = source("broken", null);
        HealthReport report = HealthReport.of(List.of(pipes, broken), Clock.system());
        assertThat(report.worst()).isEqualTo(State.DOWN);
        assertThat(report.ready()).isFalse();
        assertThat(report.lines()).hasSize(3);
    }

    private static HealthSource source(String capability, Map<String, Health> health) {
        return new HealthSource() {
            @Override
            public String capability() {
                return capability;
            }

            @Override
            public Map<String, Health> health() {
                return health;
            }
        };
    }
}
