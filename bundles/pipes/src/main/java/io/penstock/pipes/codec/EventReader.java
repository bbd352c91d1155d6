package io.penstock.pipes.codec;

import io.penstock.core.error.PenstockException;
import io.penstock.core.event.Bytes;
import io.penstock.core.event.Entity;
import io.penstock.core.event.Event;
import io.penstock.core.event.Fields;
import io.penstock.core.event.Measurement;
import io.penstock.core.event.Null;
import io.penstock.core.event.Record;
import io.penstock.core.event.Unsigned;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Reads the events of one run. One owner. See {@link EventCodec} for the format. */
final class EventReader {
    private final ByteSource source;
    private final List<String> names = new ArrayList<>();

    EventReader(ByteSource source) {
        this.source = source;
    }

    Event event() {
        int kind = source.u8();
        try {
            return switch (kind) {
                case Tag.RECORD -> Record.of(time(), fields(0));
                case Tag.MEASUREMENT -> measurement();
                default -> throw ByteSource.corrupt("kind " + kind + " of event");
            };
        } catch (DateTimeException | ArithmeticException | NumberFormatException e) {
            throw ByteSource.corrupt(PenstockException.describe(e));
        }
    }

    private Measurement measurement() {
        Instant time = time();
        String metric = name();
        Object value = value(0);
        String unit = name();
        Entity resource = entity();
        Entity consumer = entity();
        Fields attributes = fields(0);
        if (metric.isEmpty() || !(value instanceof Unsigned || value instanceof Double)) {
            throw ByteSource.corrupt("a measurement without metric or number");
        }
        return new Measurement(metric, time, (Number) value, unit, resource, consumer, attributes);
    }

    private Entity entity() {
        String kind = name();
        return new Entity(kind, string(source.u8()));
    }

    private Instant time() {
        long seconds = source.zigzag();
        return Instant.ofEpochSecond(seconds, nanos());
    }

    private long nanos() {
        long nanos = source.varint();
        if (nanos < 0 || nanos > 999_999_999) {
            throw ByteSource.corrupt("nanoseconds of " + Long.toUnsignedString(nanos));
        }
        return nanos;
    }

    private Fields fields(int depth) {
        int count = source.count();
        if (count == 0) {
            return Fields.EMPTY;
        }
        Fields.Builder fields = Fields.builder();
        for (int i = 0; i < count; i++) {
            fields.set(name(), value(depth + 1));
        }
        return fields.build();
    }

    private String name() {
        long number = source.varint();
        if (number == 0) {
            String name = string(source.u8());
            names.add(name);
            return name;
        }
        if (number < 0 || number > names.size()) {
            throw ByteSource.corrupt("name " + Long.toUnsignedString(number) + " of " + names.size());
        }
        return names.get((int) number - 1);
    }

    private Object value(int depth) {
        if (depth > Tag.MAX_DEPTH) {
            throw ByteSource.corrupt("nested deeper than " + Tag.MAX_DEPTH);
        }
        int tag = source.u8();
        return switch (tag) {
            case Tag.NULL -> Null.NULL;
            case Tag.FALSE -> Boolean.FALSE;
            case Tag.TRUE -> Boolean.TRUE;
            case Tag.INT -> source.zigzag();
            case Tag.UINT -> Unsigned.ofBits(source.varint());
            case Tag.FLOAT -> Double.longBitsToDouble(source.u64());
            case Tag.DECIMAL -> decimal();
            case Tag.TEXT, Tag.UNITS -> string(tag);
            case Tag.BYTES -> Bytes.of(source.block());
            case Tag.TIME -> time();
            case Tag.DURATION -> Duration.ofSeconds(source.zigzag(), nanos());
            case Tag.LIST -> list(depth);
            case Tag.MAP -> fields(depth);
            default -> throw ByteSource.corrupt("tag " + tag + " of value");
        };
    }

    private BigDecimal decimal() {
        int scale = source.int32();
        return new BigDecimal(new BigInteger(source.block()), scale);
    }

    private String string(int tag) {
        if (tag == Tag.TEXT) {
            return source.text();
        }
        if (tag != Tag.UNITS) {
            throw ByteSource.corrupt("tag " + tag + " where a text was expected");
        }
        byte[] units = source.block();
        if (units.length % 2 != 0) {
            throw ByteSource.corrupt("half a character");
        }
        char[] text = new char[units.length / 2];
        for (int i = 0; i < text.length; i++) {
            text[i] = (char) ((units[2 * i] & 0xFF) << 8 | units[2 * i + 1] & 0xFF);
        }
        return new String(text);
    }

    private List<Object> list(int depth) {
        int count = source.count();
        List<Object> values = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            values.add(value(depth + 1));
        }
        return Collections.unmodifiableList(values);
    }
}
