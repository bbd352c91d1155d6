package io.penstock.plugin.telemetry.push;

import io.penstock.core.error.PenstockException;
import io.penstock.core.event.Entity;
import io.penstock.core.event.Event;
import io.penstock.core.event.EventText;
import io.penstock.core.event.Fields;
import io.penstock.core.event.Measurement;
import io.penstock.core.event.Record;
import io.penstock.core.event.Unsigned;
import io.penstock.core.value.Utf8Text;
import java.util.List;
import java.util.Set;

/** Takes events as points: measurements as they are, records by their fields {@code metric} and {@code value}. */
final class PointReader {
    private static final long MAX_EXACT = 1L << 53;
    private static final Set<String> KNOWN =
            Set.of("metric", "value", "unit", "resource", "consumer", "time", "attributes");

    private PointReader() {
    }

    /** Any other event is INVALID, and so is one with half a character pair in a text: no such text can be sent. */
    static Measurement read(Event event) {
        Measurement point = event instanceof Measurement it ? it : read((Record) event);
        check(point.metric());
        check(point.unit());
        check(point.resource().toString());
        check(point.consumer().toString());
        for (int i = 0; i < point.attributes().size(); i++) {
            check(point.attributes().name(i));
            Object value = point.attributes().value(i);
            if (value instanceof String || value instanceof List<?> || value instanceof Fields) {
                check(EventText.text(value));
            }
        }
        return point;
    }

    private static void check(String text) {
        if (!Utf8Text.isUnicode(text)) {
            throw PenstockException.invalid("push.text",
                    "a text holds half a character pair (U+D800 to U+DFFF), which cannot be sent");
        }
    }

    private static Measurement read(Record event) {
        Fields fields = event.fields();
        if (!(fields.get("metric") instanceof String metric) || metric.isEmpty()) {
            throw refused("metric", "the name of a metric");
        }
        return new Measurement(metric, event.time(), number(fields.get("value")), text(fields, "unit", "1"),
                Entity.parse(text(fields, "resource", "")), Entity.parse(text(fields, "consumer", "")), rest(fields));
    }

    private static Number number(Object value) {
        if (value instanceof Unsigned || value instanceof Double) {
            return (Number) value;
        }
        if (value instanceof Long whole && whole >= -MAX_EXACT) {
            return whole >= 0 ? Unsigned.of(whole) : (Number) (double) whole;
        }
        throw refused("value", "a floating-point number, or a whole one from -2^53 to 2^64-1");
    }

    private static PenstockException refused(String field, String expected) {
        return PenstockException.invalid("push.no-metric", "only measurements, and records with the fields metric and"
                + " value, can be sent: expected " + expected + " in the field \"" + field + "\"");
    }

    private static String text(Fields fields, String name, String otherwise) {
        return fields.get(name) instanceof String text ? text : otherwise;
    }

    private static Fields rest(Fields fields) {
        Fields.Builder rest = Fields.builder();
        for (int i = 0; i < fields.size(); i++) {
            if (!KNOWN.contains(fields.name(i))) {
                rest.set(fields.name(i), fields.value(i));
            }
        }
        if (fields.get("attributes") instanceof Fields attributes) {
            for (int i = 0; i < attributes.size(); i++) {
                rest.set(attributes.name(i), attributes.value(i));
            }
        }
        return rest.build();
    }
}
