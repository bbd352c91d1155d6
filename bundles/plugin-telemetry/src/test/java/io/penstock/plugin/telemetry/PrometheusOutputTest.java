package io.penstock.plugin.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.penstock.core.event.Entity;
import io.penstock.core.event.Fields;
import io.penstock.core.event.Measurement;
import io.penstock.core.event.Record;
import io.penstock.core.event.Unsigned;
import io.penstock.core.plugin.RejectedEvents;
import io.penstock.testing.Plugins;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Writes batches and scrapes them. */
class PrometheusOutputTest extends PrometheusSetup {
    @Test
    void servesTheLatestValueOfEverySeriesInBaseUnits() throws Exception {
        open();
        Entity core = new Entity("cpu_core", "1");
        Fields user = Fields.of("mode", "user");
        write(new Measurement("cpu_time_total", NOW, Unsigned.of(1), "ms", core, Entity.LOCAL_MACHINE, user));
        write(new Measurement("cpu_time_total", NOW, Unsigned.of(44183), "ms", core, Entity.LOCAL_MACHINE, user),
                gauge("memory_free", 1024, "By"));
        assertThat(scrape()).containsExactly(
                "# HELP cpu_time_seconds_total cpu_time_total, measured in ms",
                "# TYPE cpu_time_seconds_total counter",
                "cpu_time_seconds_total{consumer_kind=\"local_machine\",mode=\"user\",resource_id=\"1\","
                        + "resource_kind=\"cpu_core\"} 44.183",
                "# HELP memory_free_bytes memory_free, measured in By",
                "# TYPE memory_free_bytes gauge",
                "memory_free_bytes{consumer_kind=\"local_machine\",resource_kind=\"local_machine\"} 1024.0");
    }

    @Test
    void speaksOpenMetricsWhenAskedTo() throws Exception {
        open();
        write(Measurement.of("jobs_total", NOW, Unsigned.MAX, "1"), gauge("temperature", 20.5, "Cel"));
        HttpResponse<String> response = send(request("/metrics").header("Accept",
                "application/openmetrics-text;version=1.0.0,text/plain;q=0.5").build(), BodyHandlers.ofString());
        assertThat(response.headers().firstValue("Content-Type").orElse("")).startsWith("application/openmetrics-text");
        assertThat(response.body()).contains("# TYPE jobs counter\n").contains("} 18446744073709551615\n")
                .contains("# UNIT temperature_celsius celsius\n").endsWith("# EOF\n");
    }

    @Test
    void cleansNamesAndEscapesLabels() throws Exception {
        open();
        write(new Measurement("9 lives/é", NOW, Double.NaN, "{cat}", Entity.LOCAL_MACHINE, Entity.LOCAL_MACHINE,
                Fields.builder().set("a b", "x\"y\\z\n").set("a.b", 2L).set("__name__", "n").build()));
        assertThat(scrape()).contains("# TYPE _9_lives__ gauge",
                "_9_lives__{_name__=\"n\",a_b=\"x\\\"y\\\\z\\n;2\",consumer_kind=\"local_machine\","
                        + "resource_kind=\"local_machine\"} NaN");
    }

    @Test
    void takesRecordsThatNameAMetricAndAValue() throws Exception {
        open();
        write(Record.of(NOW, Fields.builder().set("metric", "depth").set("value", -7L).set("unit", "m")
                .set("resource", "disk/sda").set("site", "north").build()));
        assertThat(scrape()).contains("depth_meters{consumer_kind=\"local_machine\",resource_id=\"sda\","
                + "resource_kind=\"disk\",site=\"north\"} -7");
    }

    @Test
    void refusesOtherRecordsAndServesTheRest() throws Exception {
        open();
        RejectedEvents rejected = catchThrowableOfType(RejectedEvents.class, () -> write(Record.raw(NOW, "text"),
                gauge("a", 1, "1"), Record.of(NOW, Fields.builder().set("metric", "b").set("value", "1").build())));
        assertThat(rejected.reasons()).containsOnlyKeys(0, 2);
        assertThat(rejected.reasons().get(0)).contains("\"metric\"");
        assertThat(rejected.reasons().get(2)).contains("\"value\"");
        assertThat(scrape()).anyMatch(line -> line.startsWith("a{"));
    }

    @Test
    void refusesAMetricThatWouldChangeTheTypeOfAName() {
        open("types", Map.of("x_seconds", "gauge"));
        write(Measurement.of("x_total", NOW, Unsigned.of(1), "s"));
        RejectedEvents rejected = catchThrowableOfType(RejectedEvents.class, () -> write(gauge("x_seconds", 1, "s"),
                gauge("penstock_prometheus_series", 1, "1")));
        assertThat(rejected.reasons().get(0)).contains("gauge x_seconds").contains("counter has that name");
        assertThat(rejected.reasons()).containsOnlyKeys(0, 1);
    }

    @Test
    void forgetsSeriesThatGetNoNewValues() throws Exception {
        open("expire", "1m");
        write(gauge("old", 1, "1"), gauge("kept", 1, "1"));
        clock.advance(Duration.ofSeconds(40));
        write(gauge("kept", 2, "1"));
        assertThat(scrape()).anyMatch(line -> line.startsWith("old{"));
        clock.advance(Duration.ofSeconds(40));
        assertThat(scrape()).noneMatch(line -> line.contains("old")).anyMatch(line -> line.startsWith("kept{"));
        String body = send(request("/metrics").build(), BodyHandlers.ofString()).body();
        assertThat(body).contains("penstock_prometheus_expired_total 1\n").contains("penstock_prometheus_series 1\n");
    }

    @Test
    void keepsTheNewerValueWhenAnOldBatchComesAgain() throws Exception {
        open();
        write(Measurement.of("a", NOW.plusSeconds(1), 2.0, "1"));
        write(Measurement.of("a", NOW, 1.0, "1"));
        assertThat(scrape()).anyMatch(line -> line.startsWith("a{") && line.endsWith(" 2.0"));
    }

    @Test
    void leavesOutNewSeriesWhenFullAndCountsThem() throws Exception {
        open("max-series", 2, "expire", "1m");
        write(gauge("a", 1, "1"), gauge("b", 1, "1"), gauge("c", 1, "1"), gauge("d", 1, "1"), gauge("a", 5, "1"));
        String body = send(request("/metrics").build(), BodyHandlers.ofString()).body();
        assertThat(body).contains("penstock_prometheus_left_out_total 2\n").contains("a{").doesNotContain("\nc{");
        assertThat(scrape()).anyMatch(line -> line.startsWith("a{") && line.endsWith(" 5.0"));
        clock.advance(Duration.ofSeconds(61));
        write(gauge("c", 1, "1"));
        assertThat(scrape()).anyMatch(line -> line.startsWith("c{")).noneMatch(line -> line.startsWith("a{"));
    }

    @Test
    void boundsTheMemoryOfItsTexts() throws Exception {
        open("max-bytes", "64KiB");
        for (int i = 0; i < 100; i++) {
            write(new Measurement("m", NOW, 1.0, "1", new Entity("r", i + "x".repeat(1000)), Entity.LOCAL_MACHINE,
                    Fields.EMPTY));
        }
        assertThat(scrape().stream().filter(line -> line.startsWith("m{")).count()).isBetween(10L, 25L);
        RejectedEvents rejected = catchThrowableOfType(RejectedEvents.class, () -> write(new Measurement("m", NOW, 1.0,
                "1", new Entity("r", "x".repeat(9000)), Entity.LOCAL_MACHINE, Fields.EMPTY)));
        assertThat(rejected.reasons().get(0)).contains("8192");
    }

    @Test
    void refusesOptionsThatCannotWork() {
        assertThat(Plugins.problems(plugin, Map.of("address", "9464"))).extracting(each -> each.code())
                .containsExactly("prometheus.address");
        assertThat(Plugins.problems(plugin, Map.of("address", "0.0.0.0:9464"))).extracting(each -> each.code())
                .containsExactly("net.plaintext");
        assertThat(Plugins.problems(plugin, Map.of("address", "[::1]:70000"))).hasSize(1);
        assertThat(Plugins.problems(plugin, Map.of("path", "metrics", "max-series", 0))).hasSize(1);
        assertThat(Plugins.problems(plugin, Map.of("address", "0.0.0.0:9464", "plaintext", true))).isEmpty();
        assertThat(Plugins.problems(plugin, "[::1]:9464")).isEmpty();
    }
}
