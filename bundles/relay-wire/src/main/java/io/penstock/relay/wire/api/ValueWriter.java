package io.penstock.relay.wire.api;

import io.penstock.core.event.Bytes;
import io.penstock.core.event.Fields;
import io.penstock.core.event.Null;
import io.penstock.core.event.Unsigned;
import io.penstock.core.value.Utf8Text;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Values with their exact type. What the protocol cannot carry is INVALID ({@code relay.event}). One thread. */
final class ValueWriter {
    private final NameWriter names;

    ValueWriter(NameWriter names) {
        this.names = names;
    }

    void fields(PostcardWriter out, Fields fields, int maxFields) {
        fields(out, fields, maxFields, false, 0);
    }

    /** Fields whose texts are likely to come again: they are written as names. */
    void attributes(PostcardWriter out, Fields fields) {
        fields(out, fields, RelayProtocol.MAX_ATTRIBUTES, true, 0);
    }

    private void fields(PostcardWriter out, Fields fields, int maxFields, boolean named, int depth) {
        int size = fields.size();
        if (size > maxFields) {
            throw RelayProtocol.unfit(size + " fields; at most " + maxFields + " were expected");
        }
        out.varint(size);
        for (int i = 0; i < size; i++) {
            names.write(out, fields.name(i));
            Object value = fields.value(i);
            if (named && value instanceof String text && text.length() <= RelayProtocol.MAX_NAMED_CHARS) {
                out.u8(ValueTag.NAME);
                names.write(out, text);
            } else {
                value(out, value, depth);
            }
        }
    }

    private void value(PostcardWriter out, Object value, int depth) {
        if (value instanceof String text) {
            text(out, text);
        } else if (value instanceof Long number) {
            out.u8(ValueTag.I64).zigzag(number);
        } else if (value instanceof Double number) {
            out.u8(ValueTag.F64).f64(Double.doubleToRawLongBits(number));
        } else if (value instanceof Unsigned number) {
            out.u8(ValueTag.U64).varint(number.bits());
        } else if (value instanceof Boolean truth) {
            out.u8(ValueTag.BOOL).bool(truth);
        } else if (value instanceof Null) {
            out.u8(ValueTag.NULL);
        } else {
            rare(out, value, depth);
        }
    }

    private static void text(PostcardWriter out, String text) {
        if (Utf8Text.isUnicode(text)) {
            out.u8(ValueTag.TEXT).text(text);
        } else {
            out.u8(ValueTag.TEXT16).text16(text);
        }
    }

    private void rare(PostcardWriter out, Object value, int depth) {
        if (value instanceof BigDecimal decimal) {
            decimal(out, decimal);
        } else if (value instanceof Bytes bytes) {
            out.u8(ValueTag.BYTES).bytes(bytes.toArray());
        } else if (value instanceof Instant time) {
            out.u8(ValueTag.TIME).zigzag(time.getEpochSecond()).varint(time.getNano());
        } else if (value instanceof Duration duration) {
            out.u8(ValueTag.DURATION).zigzag(duration.getSeconds()).varint(duration.getNano());
        } else if (depth == RelayProtocol.MAX_NESTING) {
            throw RelayProtocol.unfit("values nested more than " + RelayProtocol.MAX_NESTING + " deep");
        } else if (value instanceof Fields nested) {
            fields(out.u8(ValueTag.MAP), nested, RelayProtocol.MAX_FIELDS, false, depth + 1);
        } else if (value instanceof List<?> list) {
            out.u8(ValueTag.LIST).varint(list.size());
            list.forEach(each -> value(out, each, depth + 1));
        } else {
            throw RelayProtocol.unfit("a value of " + value.getClass().getName());
        }
    }

    private static void decimal(PostcardWriter out, BigDecimal decimal) {
        byte[] unscaled = decimal.unscaledValue().toByteArray();
        if (unscaled.length > RelayProtocol.MAX_DECIMAL_BYTES) {
            throw RelayProtocol.unfit("a decimal of " + unscaled.length + " bytes; at most " + RelayProtocol.MAX_DECIMAL_BYTES
                    + " were expected");
        }
        out.u8(ValueTag.DECIMAL).zigzag(decimal.scale()).bytes(unscaled);
    }
}
