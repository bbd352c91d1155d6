package io.penstock.pipes.codec;

import io.penstock.core.error.PenstockException;
import io.penstock.core.event.Bytes;
import io.penstock.core.event.Entity;
import io.penstock.core.event.Event;
import io.penstock.core.event.Fields;
import io.penstock.core.event.Measurement;
import io.penstock.core.event.Record;
import io.penstock.core.event.Unsigned;
import io.penstock.core.event.ValueType;
import io.penstock.core.value.Utf8Text;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Writes the events of one run, which share the names they use. One owner. See {@link EventCodec} for the format. */
final class EventWriter {
    private final ByteSink sink;
    private final Map<String, Integer> names = new HashMap<>();
    private int depth;

    EventWriter(ByteSink sink) {
        this.sink = sink;
    }

    void event(Event event) {
        if (event instanceof Measurement measurement) {
            measurement(measurement);
        } else {
            Record record = (Record) event;
            sink.u8(Tag.RECORD);
            time(record.time());
            fields(record.fields());
        }
    }

    private void measurement(Measurement measurement) {
        sink.u8(Tag.MEASUREMENT);
        time(measurement.time());
        name(measurement.metric());
        value(measurement.value());
        name(measurement.unit());
        entity(measurement.resource());
        entity(measurement.consumer());
        fields(measurement.attributes());
    }

    private void entity(Entity entity) {
        name(entity.kind());
        value(entity.id());
    }

    private void time(Instant time) {
        sink.zigzag(time.getEpochSecond());
        sink.varint(time.getNano());
    }

    private void fields(Fields fields) {
        int size = fields.size();
        sink.varint(size);
        deeper();
        for (int i = 0; i < size; i++) {
            name(fields.name(i));
            value(fields.value(i));
        }
        depth--;
    }

    /** What could not be read back is not written. */
    private void deeper() {
        if (++depth > Tag.MAX_DEPTH) {
            depth = 0;
            throw PenstockException.invalid("pipes.event-depth", "an event is nested deeper than " + Tag.MAX_DEPTH);
        }
    }

    /** A name met before is its number from 1; a new one is 0 and its text, and takes the next number. */
    private void name(String name) {
        Integer known = names.putIfAbsent(name, names.size() + 1);
        if (known != null) {
            sink.varint(known);
        } else {
            sink.varint(0);
            string(name);
        }
    }

    private void value(Object value) {
        switch (ValueType.of(value)) {
            case NULL -> sink.u8(Tag.NULL);
            case BOOL -> sink.u8((Boolean) value ? Tag.TRUE : Tag.FALSE);
            case INT -> {
                sink.u8(Tag.INT);
                sink.zigzag((Long) value);
            }
            case UINT -> {
                sink.u8(Tag.UINT);
                sink.varint(((Unsigned) value).bits());
            }
            case FLOAT -> {
                sink.u8(Tag.FLOAT);
                sink.u64(Double.doubleToRawLongBits((Double) value));
            }
            case DECIMAL -> decimal((BigDecimal) value);
            case STRING -> string((String) value);
            case BYTES -> {
                sink.u8(Tag.BYTES);
                sink.block(((Bytes) value).toArray());
            }
            case TIME -> {
                sink.u8(Tag.TIME);
                time((Instant) value);
            }
            case DURATION -> duration((Duration) value);
            case LIST -> list((List<?>) value);
            case MAP -> {
                sink.u8(Tag.MAP);
                fields((Fields) value);
            }
        }
    }

    private void duration(Duration value) {
        sink.u8(Tag.DURATION);
        sink.zigzag(value.getSeconds());
        sink.varint(value.getNano());
    }

    private void decimal(BigDecimal value) {
        sink.u8(Tag.DECIMAL);
        sink.zigzag(value.scale());
        sink.block(value.unscaledValue().toByteArray());
    }

    private void list(List<?> values) {
        sink.u8(Tag.LIST);
        sink.varint(values.size());
        deeper();
        values.forEach(this::value);
        depth--;
    }

    private void string(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        if (!isAscii(utf8, text) && !Utf8Text.isUnicode(text)) {
            sink.u8(Tag.UNITS);
            sink.block(units(text));
        } else {
            sink.u8(Tag.TEXT);
            sink.block(utf8);
        }
    }

    /** As many bytes as characters: then each is one, and a lone surrogate has become a question mark. */
    private static boolean isAscii(byte[] utf8, String text) {
        if (utf8.length != text.length()) {
            return false;
        }
        for (int i = 0; i < utf8.length; i++) {
            if (utf8[i] == '?' && text.charAt(i) != '?') {
                return false;
            }
        }
        return true;
    }

    private static byte[] units(String text) {
        byte[] units = new byte[text.length() * 2];
        for (int i = 0; i < text.length(); i++) {
            units[2 * i] = (byte) (text.charAt(i) >>> 8);
            units[2 * i + 1] = (byte) text.charAt(i);
        }
        return units;
    }
}
