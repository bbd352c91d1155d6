package io.penstock.plugin.telemetry;

import io.penstock.core.error.PenstockException;
import io.penstock.core.event.Bytes;
import io.penstock.core.event.Entity;
import io.penstock.core.event.Event;
import io.penstock.core.event.EventText;
import io.penstock.core.event.Fields;
import io.penstock.core.event.Measurement;
import io.penstock.core.event.Null;
import io.penstock.core.event.Record;
import java.util.Map;
import java.util.TreeMap;

/** What tells one series from another, as the events say it. Immutable. */
record SeriesId(String metric, String unit, Entity resource, Entity consumer, Fields attributes) {
    /** A series whose labels are longer than this in all is a mistake of the pipe. */
    static final int MAX_LABEL_CHARS = 8192;

    /** An event's series, and its value. */
    record Reading(SeriesId series, Number value) {
    }

    /** A measurement as it is; a record by its fields {@code metric} and {@code value}. Anything else is INVALID. */
    static Reading read(Event event) {
        if (event instanceof Measurement it) {
            return new Reading(new SeriesId(it.metric(), it.unit(), it.resource(), it.consumer(), it.attributes()),
                    it.value());
        }
        return read((Record) event);
    }

    private static Reading read(Record event) {
        Fields fields = event.fields();
        if (!(fields.get("metric") instanceof String metric) || metric.isEmpty()) {
            throw refused("metric", "the name of a metric");
        }
        if (!(fields.get("value") instanceof Number value)) {
            throw refused("value", "a number");
        }
        return new Reading(new SeriesId(metric, text(fields, "unit"), Entity.parse(text(fields, "resource")),
                Entity.parse(text(fields, "consumer")), rest(fields)), value);
    }

    private static PenstockException refused(String field, String expected) {
        return PenstockException.invalid("prometheus.no-metric", "only measurements, and records with the fields metric"
                + " and value, can be scraped: expected " + expected + " in the field \"" + field + "\"");
    }

    private static String text(Fields fields, String name) {
        return fields.get(name) instanceof String text ? text : "";
    }

    private static Fields rest(Fields fields) {
        Fields.Builder rest = fields.toBuilder();
        for (String known : new String[] {"metric", "value", "unit", "resource", "consumer", "time", "attributes"}) {
            rest.remove(known);
        }
        if (fields.get("attributes") instanceof Fields attributes) {
            for (int i = 0; i < attributes.size(); i++) {
                rest.set(attributes.name(i), attributes.value(i));
            }
        }
        return rest.build();
    }

    /** {@code a="b",c="d"}. */
    String labels() {
        StringBuilder text = new StringBuilder();
        labelTexts().forEach((name, value) -> text.append(text.isEmpty() ? "" : ",").append(name).append("=\"")
                .append(Naming.escape(value, true)).append('"'));
        checkLength(text.length());
        return text.toString();
    }

    /** Resource, consumer and attributes; two attributes of one clean name are joined. */
    Map<String, String> labelTexts() {
        Map<String, String> labels = new TreeMap<>();
        entity(labels, "resource", resource);
        entity(labels, "consumer", consumer);
        for (int i = 0; i < attributes.size(); i++) {
            Object value = attributes.value(i);
            if (value != Null.NULL && !(value instanceof Bytes)) {
                labels.merge(Naming.label(attributes.name(i)), EventText.text(value), (a, b) -> a + ";" + b);
            }
        }
        checkLength(labels.values().stream().mapToInt(String::length).sum());
        return labels;
    }

    private void checkLength(int chars) {
        if (chars > MAX_LABEL_CHARS) {
            throw PenstockException.invalid("prometheus.labels", "the labels of " + metric + " are " + chars
                    + " characters long; expected at most " + MAX_LABEL_CHARS);
        }
    }

    /** A label that is empty is none. */
    private static void entity(Map<String, String> labels, String what, Entity entity) {
        labels.put(what + "_kind", entity.kind());
        if (!entity.id().isEmpty()) {
            labels.put(what + "_id", entity.id());
        }
    }
}
