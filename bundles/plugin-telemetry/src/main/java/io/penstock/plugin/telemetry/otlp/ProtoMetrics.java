package io.penstock.plugin.telemetry.otlp;

import io.penstock.core.event.Bytes;
import io.penstock.core.event.EventText;
import io.penstock.core.event.Fields;
import io.penstock.core.event.Measurement;
import io.penstock.core.event.Unsigned;
import io.penstock.plugin.telemetry.push.ProtoWriter;
import java.util.List;
import java.util.Map;

/**
 * {@code ExportMetricsServiceRequest} in binary. Stateless.
 * <pre>
 * request { resource_metrics = 1 { resource = 1 { attributes = 1 }, scope_metrics = 2 { scope = 1 { name = 1 }, metrics = 2 } } }
 * metric { name = 1, unit = 3, gauge = 5 { points = 1 } or sum = 7 { points = 1, temporality = 2, monotonic = 3 } }
 * point { time = 3 fixed64, double = 4 or integer = 6 sfixed64, attributes = 7 }   attribute { key = 1, value = 2 }
 * value { string = 1, bool = 2, int = 3, double = 4, array = 5 { values = 1 }, map = 6 { attributes = 1 }, bytes = 7 }
 * </pre>
 */
final class ProtoMetrics {
    static final int CUMULATIVE = 2;

    private ProtoMetrics() {
    }

    static byte[] encode(List<MetricGroup> metrics, Map<String, String> resource, String scope) {
        ProtoWriter inScope = new ProtoWriter().message(1, new ProtoWriter().text(1, scope));
        metrics.forEach(metric -> inScope.message(2, metric(metric)));
        ProtoWriter about = new ProtoWriter();
        resource.forEach((name, text) -> about.message(1, attribute(name, text)));
        return new ProtoWriter().message(1, new ProtoWriter().message(1, about).message(2, inScope)).toBytes();
    }

    private static ProtoWriter metric(MetricGroup metric) {
        ProtoWriter points = new ProtoWriter();
        metric.points().forEach(point -> points.message(1, point(point)));
        ProtoWriter out = new ProtoWriter().text(1, metric.name()).text(3, metric.unit());
        return metric.kind() == OtlpOptions.Kind.COUNTER
                ? out.message(7, points.varint(2, CUMULATIVE).varint(3, 1)) : out.message(5, points);
    }

    private static ProtoWriter point(Measurement point) {
        ProtoWriter out = new ProtoWriter().fixed64(3, MetricGroup.nanos(point.time()));
        if (point.value() instanceof Unsigned whole) {
            out.fixed64(6, whole.bits());
        } else {
            out.fixed64(4, Double.doubleToRawLongBits(point.value().doubleValue()));
        }
        attributes(out, 7, MetricGroup.attributes(point));
        return out;
    }

    private static void attributes(ProtoWriter out, int field, Fields attributes) {
        for (int i = 0; i < attributes.size(); i++) {
            out.message(field, attribute(attributes.name(i), attributes.value(i)));
        }
    }

    private static ProtoWriter attribute(String name, Object value) {
        return new ProtoWriter().text(1, name).message(2, value(value));
    }

    private static ProtoWriter value(Object value) {
        ProtoWriter out = new ProtoWriter();
        if (value instanceof Boolean truth) {
            return out.varint(2, truth ? 1 : 0);
        } else if (value instanceof Long || value instanceof Unsigned whole && whole.fitsLong()) {
            return out.varint(3, ((Number) value).longValue());
        } else if (value instanceof Double number) {
            return out.fixed64(4, Double.doubleToRawLongBits(number));
        } else if (value instanceof List<?> list) {
            ProtoWriter values = new ProtoWriter();
            list.forEach(each -> values.message(1, value(each)));
            return out.message(5, values);
        } else if (value instanceof Fields fields) {
            ProtoWriter map = new ProtoWriter();
            attributes(map, 1, fields);
            return out.message(6, map);
        } else if (value instanceof Bytes bytes) {
            return out.bytes(7, bytes.toArray());
        }
        return out.text(1, EventText.text(value));
    }
}
