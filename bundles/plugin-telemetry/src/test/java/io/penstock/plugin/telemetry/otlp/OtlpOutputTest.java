package io.penstock.plugin.telemetry.otlp;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsPartialSuccess;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceResponse;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.metrics.v1.AggregationTemporality;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.metrics.v1.NumberDataPoint;
import io.penstock.core.event.Bytes;
import io.penstock.core.event.Entity;
import io.penstock.core.event.Event;
import io.penstock.core.event.Fields;
import io.penstock.core.event.Measurement;
import io.penstock.core.event.Null;
import io.penstock.core.event.Unsigned;
import io.penstock.core.plugin.Output;
import io.penstock.core.plugin.OutputPlugin;
import io.penstock.plugin.telemetry.push.PushContract;
import io.penstock.plugin.telemetry.push.Receiver;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is sent is read by OpenTelemetry's own classes. */
class OtlpOutputTest extends PushContract<OtlpOptions> {
    @Override
    protected OutputPlugin<OtlpOptions> plugin() {
        return new OtlpOutputPlugin();
    }

    @Override
    protected String maxPoints() {
        return "max-points";
    }

    @Override
    protected List<String> metrics(Receiver.Request request) {
        return metricsOf(request).stream().map(Metric::getName).toList();
    }

    private static ExportMetricsServiceRequest decoded(Receiver.Request request) {
        try {
            if (request.headers().getFirst("Content-Type").equals("application/x-protobuf")) {
                return ExportMetricsServiceRequest.parseFrom(request.plain());
            }
            ExportMetricsServiceRequest.Builder builder = ExportMetricsServiceRequest.newBuilder();
            JsonFormat.parser().merge(new String(request.plain(), StandardCharsets.UTF_8), builder);
            return builder.build();
        } catch (InvalidProtocolBufferException e) {
            throw new AssertionError(e);
        }
    }

    private static List<Metric> metricsOf(Receiver.Request request) {
        return decoded(request).getResourceMetrics(0).getScopeMetrics(0).getMetricsList();
    }

    private static List<NumberDataPoint> points(Metric metric) {
        return metric.hasSum() ? metric.getSum().getDataPointsList() : metric.getGauge().getDataPointsList();
    }

    private static Map<String, String> texts(List<KeyValue> attributes) {
        return attributes.stream().collect(Collectors.toMap(KeyValue::getKey,
                each -> each.getValue().toString().replace("\n", " ").strip()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"protobuf", "json"})
    void writesEveryPartOfAPoint(String encoding) throws Exception {
        Measurement counter = new Measurement("odd name/é😀\n\"_total", NOW, Unsigned.of(7), "By", new Entity("disk", "sda"),
                Entity.LOCAL_MACHINE, Fields.builder().set("s", "é").set("b", true).set("i", Long.MIN_VALUE).set("d", 2.5)
                .set("none", Null.NULL).set("list", List.of(1L, "x")).set("map", Fields.of("k", 2L))
                .set("u", Unsigned.MAX).set("raw", Bytes.of((byte) 1, (byte) -1)).build());
        try (Output output = output("encoding", encoding, "resource", Map.of("site", "b"))) {
            output.write(batch(counter, point("gauge", 0.5), point("gauge", 0.25)));
        }
        ExportMetricsServiceRequest request = decoded(receiver.requests.get(0));
        assertThat(receiver.requests.get(0).target()).isEqualTo("/v1/metrics");
        assertThat(texts(request.getResourceMetrics(0).getResource().getAttributesList())).isEqualTo(
                Map.of("service.name", "string_value: \"penstock\"", "site", "string_value: \"b\""));
        List<Metric> metrics = metricsOf(receiver.requests.get(0));
        Metric sum = metrics.get(0);
        assertThat(sum.getName()).isEqualTo(counter.metric());
        assertThat(sum.getUnit()).isEqualTo("By");
        assertThat(sum.getSum().getIsMonotonic()).isTrue();
        assertThat(sum.getSum().getAggregationTemporality()).isEqualTo(AggregationTemporality.AGGREGATION_TEMPORALITY_CUMULATIVE);
        NumberDataPoint first = points(sum).get(0);
        assertThat(first.getAsInt()).isEqualTo(7);
        assertThat(first.getTimeUnixNano()).isEqualTo(1767323045006007008L);
        assertThat(texts(first.getAttributesList())).containsOnlyKeys("resource_kind", "resource_id", "consumer_kind", "s", "b",
                "i", "d", "list", "map", "u", "raw").containsEntry("b", "bool_value: true")
                .containsEntry("i", "int_value: -9223372036854775808").containsEntry("d", "double_value: 2.5")
                .containsEntry("u", "string_value: \"18446744073709551615\"").containsEntry("raw", "bytes_value: \"\\001\\377\"")
                .containsEntry("resource_id", "string_value: \"sda\"");
        assertThat(texts(first.getAttributesList()).get("map")).contains("kvlist_value").contains("\"k\"").contains("2");
        assertThat(texts(first.getAttributesList()).get("list")).contains("array_value").contains("int_value: 1").contains("\"x\"");
        assertThat(points(metrics.get(1))).extracting(NumberDataPoint::getAsDouble).containsExactly(0.5, 0.25);
    }

    @ParameterizedTest
    @ValueSource(strings = {"protobuf", "json"})
    void writesEveryNumberAndTimeExactlyOrRefusesIt(String encoding) throws Exception {
        Instant last = Instant.parse("2554-07-21T23:34:33.709551615Z");
        try (Output output = output("encoding", encoding)) {
            Map<Integer, String> refused = refused(output, at(NOW, Unsigned.MAX), at(Instant.EPOCH, 1.0),
                    at(Instant.EPOCH.minusNanos(1), 1.0), at(last.plusNanos(1), 1.0), at(Instant.MAX, 1.0),
                    at(NOW, Unsigned.of(Long.MAX_VALUE)), at(NOW, Double.NaN), at(NOW, -0.0), at(NOW, Double.NEGATIVE_INFINITY),
                    at(NOW, Double.MIN_VALUE), at(last, 1.0));
            assertThat(refused).containsOnlyKeys(0, 1, 2, 3, 4);
            assertThat(refused.get(0)).contains("2^63-1");
        }
        List<NumberDataPoint> points = points(metricsOf(receiver.requests.get(0)).get(0));
        assertThat(points.get(0).getAsInt()).isEqualTo(Long.MAX_VALUE);
        // Google's reader of JSON makes a decimal of the number, which has no sign of zero: there the text is looked at.
        boolean json = encoding.equals("json");
        assertThat(new String(receiver.requests.get(0).plain(), StandardCharsets.ISO_8859_1).contains("\"asDouble\":-0.0}"))
                .isEqualTo(json);
        assertThat(points.subList(1, 5)).extracting(point -> Double.doubleToLongBits(point.getAsDouble())).containsExactly(
                Double.doubleToLongBits(Double.NaN), Double.doubleToLongBits(json ? 0.0 : -0.0),
                Double.doubleToLongBits(Double.NEGATIVE_INFINITY), Double.doubleToLongBits(Double.MIN_VALUE));
        assertThat(Long.toUnsignedString(points.get(5).getTimeUnixNano())).isEqualTo("18446744073709551615");
    }

    @Test
    void tellsCountersByNameOrByOption() throws Exception {
        try (Output output = output("types", Map.of("a", "counter", "b_total", "gauge"))) {
            output.write(batch(point("a", 1.0), point("b_total", 1.0), point("c_total", 1.0), point("d", 1.0)));
        }
        assertThat(metricsOf(receiver.requests.get(0))).extracting(Metric::hasSum).containsExactly(true, false, true, false);
    }

    @ParameterizedTest
    @ValueSource(strings = {"protobuf", "json"})
    void keepsAsideARequestOfWhichTheReceiverLeftSomethingOut(String encoding) throws Exception {
        ExportMetricsServiceResponse response = ExportMetricsServiceResponse.newBuilder().setPartialSuccess(
                ExportMetricsPartialSuccess.newBuilder().setRejectedDataPoints(2).setErrorMessage("too \"old\"\n")).build();
        receiver.answers(request -> {
            try {
                return new Receiver.Answer(200, encoding.equals("json")
                        ? JsonFormat.printer().print(response).getBytes(StandardCharsets.UTF_8) : response.toByteArray());
            } catch (InvalidProtocolBufferException e) {
                throw new AssertionError(e);
            }
        });
        Event[] events = {point("a", 1.0), point("b", 1.0), point("c", 1.0)};
        try (Output output = output("encoding", encoding)) {
            assertThat(refused(output, events)).hasSize(3).allSatisfy((index, reason) -> assertThat(reason)
                    .contains("left out 2 of the 3 points").contains("too"));
            assertThat(receiver.requests).hasSize(1);
            receiver.answers(request -> new Receiver.Answer(200, ExportMetricsServiceResponse.newBuilder().setPartialSuccess(
                    ExportMetricsPartialSuccess.newBuilder().setErrorMessage("a warning")).build().toByteArray()));
            output.write(batch(events));
        }
    }

    @Test
    void takesAnAnswerThatCannotBeReadForAYes() {
        for (byte[] odd : List.of(new byte[] {10, 127}, new byte[] {-1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1},
                new byte[] {7}, "{".getBytes(StandardCharsets.UTF_8), "<html>".getBytes(StandardCharsets.UTF_8))) {
            assertThat(PartialSuccess.read(odd).rejected()).isZero();
        }
    }

    @Test
    void keepsAPathThatIsGiven() {
        assertThat(OtlpMetrics.target(java.net.URI.create("https://x.org/otlp/v1/metrics"))).hasPath("/otlp/v1/metrics");
        assertThat(OtlpMetrics.target(java.net.URI.create("https://x.org:4318"))).hasPath("/v1/metrics");
    }
}
