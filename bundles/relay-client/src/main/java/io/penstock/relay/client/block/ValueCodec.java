package io.penstock.relay.client.block;

import io.penstock.core.error.PenstockException;
import io.penstock.core.event.Bytes;
import io.penstock.core.event.Fields;
import io.penstock.core.event.Null;
import io.penstock.core.event.Unsigned;
import io.penstock.core.event.ValueType;
import io.penstock.core.value.Utf8Text;
import io.penstock.relay.wire.api.PostcardReader;
import io.penstock.relay.wire.api.PostcardWriter;
import io.penstock.relay.wire.api.RelayProtocol;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Values of fields, a tag and then the value; fields are their count, then name and value each. The tags are the wire's.
 * What the wire cannot carry is INVALID ({@code relay.event}): no event is spooled that can never be sent.
 */
final class ValueCodec {
    /** Lengths are checked against what is there; blocks are our own, so nothing else bounds them. */
    static final int ANY = Integer.MAX_VALUE;
    private static final int MAX_DEPTH = RelayProtocol.MAX_NESTING;
    private static final ValueType[] TAGS = {ValueType.FLOAT, ValueType.UINT, ValueType.BOOL, ValueType.STRING,
            ValueType.LIST, ValueType.NULL, ValueType.INT, ValueType.DECIMAL, ValueType.BYTES, ValueType.TIME,
            ValueType.DURATION, ValueType.MAP};
    private static final int TEXT16 = 12;
    private static final int[] TAG_OF = new int[ValueType.values().length];

    static {
        for (int tag = 0; tag < TAGS.length; tag++) {
            TAG_OF[TAGS[tag].ordinal()] = tag;
        }
    }

    private ValueCodec() {
    }

    static void fields(PostcardWriter out, Fields fields) {
        fields(out, fields, 0);
    }

    private static void fields(PostcardWriter out, Fields fields, int depth) {
        if (depth > MAX_DEPTH) {
            throw PenstockException.invalid(RelayProtocol.UNFIT, "values nested deeper than " + MAX_DEPTH + " cannot be relayed");
        }
        if (fields.size() > RelayProtocol.MAX_FIELDS) {
            throw PenstockException.invalid(RelayProtocol.UNFIT, fields.size() + " fields cannot be relayed; at most "
                    + RelayProtocol.MAX_FIELDS + " can");
        }
        out.varint(fields.size());
        for (int i = 0; i < fields.size(); i++) {
            name(out, fields.name(i));
            value(out, fields.value(i), depth);
        }
    }

    /** A name, which must be valid Unicode. */
    static void name(PostcardWriter out, String name) {
        if (!Utf8Text.isUnicode(name)) {
            throw PenstockException.invalid(RelayProtocol.UNFIT,
                    "a name of " + name.length() + " characters is no valid Unicode");
        }
        int before = out.size();
        out.text(name);
        if (out.size() - before > RelayProtocol.MAX_TEXT_BYTES) {
            throw PenstockException.invalid(RelayProtocol.UNFIT, "a name of " + name.length()
                    + " characters cannot be relayed; at most " + RelayProtocol.MAX_TEXT_BYTES + " bytes can");
        }
    }

    private static void value(PostcardWriter out, Object value, int depth) {
        ValueType type = ValueType.of(value);
        if (type == ValueType.STRING && !Utf8Text.isUnicode((String) value)) {
            out.u8(TEXT16).text16((String) value);
            return;
        }
        out.u8(TAG_OF[type.ordinal()]);
        switch (type) {
            case NULL -> { }
            case BOOL -> out.u8((Boolean) value ? 1 : 0);
            case INT -> out.zigzag((Long) value);
            case UINT -> out.varint(((Unsigned) value).bits());
            case FLOAT -> out.f64(Double.doubleToRawLongBits((Double) value));
            case DECIMAL -> decimal(out, (BigDecimal) value);
            case STRING -> out.text((String) value);
            case BYTES -> out.bytes(((Bytes) value).toArray());
            case TIME -> time(out, (Instant) value);
            case DURATION -> duration(out, (Duration) value);
            case LIST -> list(out, (List<?>) value, depth + 1);
            case MAP -> fields(out, (Fields) value, depth + 1);
        }
    }

    private static void decimal(PostcardWriter out, BigDecimal value) {
        byte[] unscaled = value.unscaledValue().toByteArray();
        if (unscaled.length > RelayProtocol.MAX_DECIMAL_BYTES) {
            throw PenstockException.invalid(RelayProtocol.UNFIT, "a decimal of " + unscaled.length
                    + " bytes cannot be relayed; at most " + RelayProtocol.MAX_DECIMAL_BYTES + " can");
        }
        out.bytes(unscaled);
        out.zigzag(value.scale());
    }

    static void time(PostcardWriter out, Instant time) {
        out.zigzag(time.getEpochSecond());
        out.varint(time.getNano());
    }

    private static void duration(PostcardWriter out, Duration value) {
        out.zigzag(value.getSeconds());
        out.varint(value.getNano());
    }

    private static void list(PostcardWriter out, List<?> items, int depth) {
        if (depth > MAX_DEPTH) {
            throw PenstockException.invalid(RelayProtocol.UNFIT, "values nested deeper than " + MAX_DEPTH + " cannot be relayed");
        }
        out.varint(items.size());
        for (Object item : items) {
            value(out, item, depth);
        }
    }

    static Fields fields(PostcardReader in) {
        return fields(in, 0);
    }

    private static Fields fields(PostcardReader in, int depth) {
        int count = in.count(1, ANY, "values");
        Fields.Builder builder = Fields.builder();
        for (int i = 0; i < count; i++) {
            builder.set(in.text(ANY), value(in, depth));
        }
        return builder.build();
    }

    private static Object value(PostcardReader in, int depth) {
        int tag = in.u8();
        if (tag == TEXT16) {
            return in.text16(ANY);
        }
        if (tag >= TAGS.length || depth > MAX_DEPTH) {
            throw in.corrupt("a value of the unknown tag " + tag);
        }
        return switch (TAGS[tag]) {
            case NULL -> Null.NULL;
            case BOOL -> in.u8() != 0;
            case INT -> in.zigzag();
            case UINT -> Unsigned.ofBits(in.varint());
            case FLOAT -> Double.longBitsToDouble(in.f64());
            case DECIMAL -> new BigDecimal(new BigInteger(in.bytes(ANY)), (int) in.zigzag());
            case STRING -> in.text(ANY);
            case BYTES -> Bytes.of(in.bytes(ANY));
            case TIME -> time(in);
            case DURATION -> Duration.ofSeconds(in.zigzag(), in.varint());
            case LIST -> list(in, depth + 1);
            case MAP -> fields(in, depth + 1);
        };
    }

    static Instant time(PostcardReader in) {
        return Instant.ofEpochSecond(in.zigzag(), in.varint());
    }

    private static List<Object> list(PostcardReader in, int depth) {
        int count = in.count(1, ANY, "values");
        List<Object> items = new ArrayList<>(Math.min(count, 1024));
        for (int i = 0; i < count; i++) {
            items.add(value(in, depth));
        }
        return Collections.unmodifiableList(items);
    }
}
