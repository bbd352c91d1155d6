package io.penstock.core.event;

import java.time.Instant;
import java.util.Set;

/** Reads fields back into the event they describe. */
final class MeasurementFields {
    private static final Set<String> NAMES =
            Set.of("metric", "time", "value", "unit", "resource", "consumer", "attributes");

    private MeasurementFields() {
    }

    /** A measurement when the fields are exactly those of one and of its types, else a record of them. */
    static Event read(Fields fields, Instant fallbackTime) {
        Instant time = fields.get("time") instanceof Instant at ? at : fallbackTime;
        Number value = number(fields.get("value"));
        if (value == null || !(fields.get("metric") instanceof String metric) || metric.isEmpty()
                || !NAMES.containsAll(fields.names())) {
            return Record.of(time, fields);
        }
        Object attributes = fields.get("attributes");
        return new Measurement(metric, time, value, text(fields, "unit", "1"),
                Entity.parse(text(fields, "resource", "")), Entity.parse(text(fields, "consumer", "")),
                attributes instanceof Fields nested ? nested : Fields.EMPTY);
    }

    private static Number number(Object value) {
        if (value instanceof Unsigned || value instanceof Double) {
            return (Number) value;
        }
        if (value instanceof Long whole) {
            return whole >= 0 ? Unsigned.of(whole) : (Number) (double) whole;
        }
        return null;
    }

    private static String text(Fields fields, String name, String otherwise) {
        return fields.get(name) instanceof String text ? text : otherwise;
    }
}
