package io.penstock.plugin.telemetry.otlp;

import io.penstock.core.event.Bytes;
import io.penstock.core.event.EventText;
import io.penstock.core.event.Fields;
import io.penstock.core.event.Measurement;
import io.penstock.core.event.Unsigned;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** {@code ExportMetricsServiceRequest} as JSON: lower camel case, 64-bit numbers as texts, enumerations as numbers. Stateless. */
final class JsonMetrics {
    private JsonMetrics() {
    }

    static String encode(List<MetricGroup> metrics, Map<String, String> resource, String scope) {
        Fields inScope = Fields.of("scope", Fields.of("name", scope))
                .with("metrics", metrics.stream().map(metric -> (Object) metric(metric)).toList());
        Fields request = Fields.of("resourceMetrics", List.of(Fields.of("resource",
                Fields.of("attributes", attributes(Fields.from(resource)))).with("scopeMetrics", List.of(inScope))));
        StringBuilder out = new StringBuilder();
        EventText.appendJson(out, request);
        return out.toString();
    }

    private static Fields metric(MetricGroup metric) {
        Fields points = Fields.of("dataPoints", metric.points().stream().map(point -> (Object) point(point)).toList());
        Fields out = Fields.of("name", metric.name()).with("unit", metric.unit());
        return metric.kind() == OtlpOptions.Kind.COUNTER
                ? out.with("sum", points.with("aggregationTemporality", (long) ProtoMetrics.CUMULATIVE).with("isMonotonic", true))
                : out.with("gauge", points);
    }

    private static Fields point(Measurement point) {
        Fields out = Fields.of("timeUnixNano", Long.toUnsignedString(MetricGroup.nanos(point.time())))
                .with("attributes", attributes(MetricGroup.attributes(point)));
        return point.value() instanceof Unsigned whole ? out.with("asInt", whole.toString())
                : out.with("asDouble", point.value());
    }

    private static List<Object> attributes(Fields attributes) {
        List<Object> all = new ArrayList<>();
        for (int i = 0; i < attributes.size(); i++) {
            all.add(Fields.of("key", attributes.name(i)).with("value", value(attributes.value(i))));
        }
        return all;
    }

    private static Fields value(Object value) {
        if (value instanceof Boolean) {
            return Fields.of("boolValue", value);
        } else if (value instanceof Long || value instanceof Unsigned whole && whole.fitsLong()) {
            return Fields.of("intValue", value.toString());
        } else if (value instanceof Double) {
            return Fields.of("doubleValue", value);
        } else if (value instanceof List<?> list) {
            return Fields.of("arrayValue", Fields.of("values", list.stream().map(each -> (Object) value(each)).toList()));
        } else if (value instanceof Fields fields) {
            return Fields.of("kvlistValue", Fields.of("values", attributes(fields)));
        }
        return Fields.of(value instanceof Bytes ? "bytesValue" : "stringValue", EventText.text(value));
    }
}
