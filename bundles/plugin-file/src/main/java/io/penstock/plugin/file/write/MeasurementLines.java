package io.penstock.plugin.file.write;

import io.penstock.core.error.PenstockException;
import io.penstock.core.event.Event;
import io.penstock.core.event.EventText;
import io.penstock.core.event.Fields;
import io.penstock.core.event.Measurement;
import io.penstock.core.event.Null;
import io.penstock.core.value.Utf8Text;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Measurements as Alumet writes them: {@code metric;timestamp;value;resource_kind;resource_id;consumer_kind;consumer_id;}, the
 * attributes of the first batch, and what others there are as {@code name=value, …} in the last column. One thread.
 */
final class MeasurementLines implements BatchEncoder {
    /** RFC 3339 has four digits for the year. */
    private static final Instant FIRST = Instant.parse("0000-01-01T00:00:00Z");
    private static final Instant END = Instant.parse("+10000-01-01T00:00:00Z");

    private static final long MIN_EXACT = -(1L << 53);
    private static final Set<String> KNOWN = Set.of("metric", "value", "unit", "resource", "consumer", "time");

    private final CsvOutputOptions options;
    private final CsvLine csv;
    private final LineBuffer buffer = new LineBuffer();
    private OpenFile file;
    private CsvColumns columns;

    MeasurementLines(CsvOutputOptions options, char delimiter) {
        this.options = options;
        this.csv = new CsvLine(delimiter);
    }

    @Override
    public byte[] encode(List<Event> events, OpenFile into, boolean empty, Map<Integer, String> refused) throws IOException {
        StringBuilder text = buffer.begin();
        if (empty) {
            columns = options.attributes().isEmpty() ? CsvColumns.of(events) : new CsvColumns(options.attributes());
            csv.append(text, columns.header());
        } else if (into != file) {
            columns = CsvColumns.read(into, options.compression() == FileOutputOptions.Compression.GZIP, csv);
        }
        file = into;
        int header = text.length();
        for (int i = 0; i < events.size(); i++) {
            try {
                csv.append(text, row(events.get(i)));
            } catch (PenstockException e) {
                refused.put(i, e.getMessage());
            }
        }
        if (text.length() == header) {
            // A header alone would fix the columns to those of events that were refused.
            text.setLength(0);
            file = null;
        }
        return buffer.bytes(options.compression());
    }

    private List<String> row(Event event) {
        Measurement point = measurement(event);
        if (point.time().isBefore(FIRST) || !point.time().isBefore(END)) {
            throw PenstockException.invalid("csv.time", "times are written from the year 0 to 9999, but this one is of "
                    + point.time());
        }
        List<String> row = new ArrayList<>(columns.attributes().size() + CsvColumns.FIXED.size());
        boolean bare = !options.appendUnit() || point.unit().isEmpty() || point.unit().equals("1");
        row.add(bare ? point.metric() : point.metric() + "_" + point.unit());
        row.add(point.time().toString());
        row.add(number(point.value()));
        row.add(point.resource().kind());
        row.add(point.resource().id());
        row.add(point.consumer().kind());
        row.add(point.consumer().id());
        attributes(point.attributes(), row);
        for (String value : row) {
            if (!Utf8Text.isUnicode(value)) {
                throw PenstockException.invalid("csv.text",
                        "a text holds half a character pair (U+D800 to U+DFFF), which UTF-8 does not have");
            }
        }
        return row;
    }

    /** A record that has the fields of a measurement is one; its other fields are attributes. */
    private static Measurement measurement(Event event) {
        if (event instanceof Measurement point) {
            return point;
        }
        Fields.Builder known = Fields.builder();
        Fields.Builder attributes = Fields.builder();
        Fields fields = event.fields();
        for (int i = 0; i < fields.size(); i++) {
            (KNOWN.contains(fields.name(i)) ? known : attributes).set(fields.name(i), fields.value(i));
        }
        Fields all = known.set("time", event.time()).set("attributes", attributes.build()).build();
        boolean exact = !(fields.get("value") instanceof Long whole) || whole >= MIN_EXACT;
        if (exact && Measurement.of("read", event.time(), 0.0, "1").withFields(all) instanceof Measurement point) {
            return point;
        }
        throw PenstockException.invalid("csv.no-metric", "without the option columns only measurements are written, and records"
                + " whose field metric is a text and whose field value a floating-point number, or a whole one from -2^53 to"
                + " 2^64-1");
    }

    /** Every digit; the infinities as most readers know them. */
    private static String number(Number value) {
        if (value instanceof Double number && number.isInfinite()) {
            return number > 0 ? "inf" : "-inf";
        }
        return value.toString();
    }

    private void attributes(Fields attributes, List<String> row) {
        for (String name : columns.attributes()) {
            Object value = attributes.get(name);
            row.add(value == null || value == Null.NULL ? "" : EventText.text(value));
        }
        StringBuilder late = new StringBuilder();
        for (int i = 0; i < attributes.size(); i++) {
            if (attributes.value(i) != Null.NULL && !columns.attributes().contains(attributes.name(i))) {
                late.append(late.isEmpty() ? "" : ", ").append(escaped(attributes.name(i))).append('=')
                        .append(escaped(EventText.text(attributes.value(i))));
            }
        }
        row.add(late.toString());
    }

    private static String escaped(String text) {
        return text.replace("=", "\\=");
    }
}
