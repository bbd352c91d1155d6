package io.penstock.plugin.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.core.batch.Batch;
import io.penstock.core.batch.BatchId;
import io.penstock.core.event.Event;
import io.penstock.core.event.Measurement;
import io.penstock.core.time.ManualClock;
import io.penstock.testing.Plugins;
import io.penstock.testing.TestContext;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/** What the tests of the Prometheus output begin with: one output, that is written to and scraped. */
abstract class PrometheusSetup {
    static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

    @TempDir
    Path folder;
    final PrometheusOutputPlugin plugin = new PrometheusOutputPlugin();
    final ManualClock clock = new ManualClock(NOW);
    PrometheusOutput output;

    PrometheusOutput open(Object... namesAndValues) {
        Map<String, Object> options = new HashMap<>(Map.of("address", "127.0.0.1:0"));
        for (int i = 0; i < namesAndValues.length; i += 2) {
            options.put((String) namesAndValues[i], namesAndValues[i + 1]);
        }
        output = (PrometheusOutput) plugin.create(Plugins.options(plugin, options), TestContext.of(folder, clock));
        output.open();
        return output;
    }

    @AfterEach
    void close() {
        if (output != null) {
            output.close();
        }
    }

    void write(Event... events) {
        output.write(new Batch(new BatchId("s", 1), List.of(events)));
    }

    HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + output.port() + path));
    }

    static <T> HttpResponse<T> send(HttpRequest request, HttpResponse.BodyHandler<T> body) throws Exception {
        return HttpClient.newHttpClient().send(request, body);
    }

    List<String> scrape() throws Exception {
        HttpResponse<String> response = send(request("/metrics").build(), BodyHandlers.ofString());
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Type")).hasValue("text/plain; version=0.0.4; charset=utf-8");
        return response.body().lines().filter(line -> !line.contains("penstock_prometheus_")).toList();
    }

    static Measurement gauge(String metric, double value, String unit) {
        return Measurement.of(metric, NOW, value, unit);
    }
}
