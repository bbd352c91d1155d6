package io.penstock.relay.wire.alumet.api;

import io.penstock.core.error.PenstockException;
import io.penstock.core.event.Entity;
import io.penstock.core.event.Fields;
import io.penstock.core.event.Unsigned;
import io.penstock.relay.wire.api.PostcardReader;
import io.penstock.relay.wire.api.PostcardWriter;
import io.penstock.relay.wire.api.RelayProtocol;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Points and their values. Stateless. */
final class AlumetPoints {
    private static final int F64 = 0;
    private static final int U64 = 1;
    private static final int BOOL = 2;
    private static final int TEXT = 3;
    private static final int LIST = 4;
    /** Of an attribute; Alumet names none. */
    private static final int MAX_LIST = 10_000;

    private AlumetPoints() {
    }

    static void write(PostcardWriter out, AlumetPoint point) {
        out.varint(point.metric()).varint(point.second()).varint(point.nano() & 0xFFFF_FFFFL);
        value(out, point.value());
        entity(out, point.resource());
        entity(out, point.consumer());
        Fields attributes = point.attributes();
        out.varint(attributes.size());
        for (int i = 0; i < attributes.size(); i++) {
            value(out.text(attributes.name(i)), attributes.value(i));
        }
    }

    private static void entity(PostcardWriter out, Entity entity) {
        out.text(entity.kind()).text(entity.id());
    }

    private static void value(PostcardWriter out, Object value) {
        if (value instanceof Double number) {
            out.varint(F64).f64(Double.doubleToRawLongBits(number));
        } else if (value instanceof Unsigned number) {
            out.varint(U64).varint(number.bits());
        } else if (value instanceof Boolean truth) {
            out.varint(BOOL).bool(truth);
        } else if (value instanceof String text) {
            out.varint(TEXT).text(text);
        } else if (isList(value)) {
            List<?> list = (List<?>) value;
            out.varint(LIST).varint(list.size());
            list.forEach(each -> out.varint(((Unsigned) each).bits()));
        } else {
            throw PenstockException.invalid(RelayProtocol.UNFIT, "Alumet has no value of "
                    + value.getClass().getSimpleName());
        }
    }

    /** Whether Alumet has a type for the value. */
    static boolean has(Object value) {
        return value instanceof Double || value instanceof Unsigned || value instanceof Boolean
                || value instanceof String || isList(value);
    }

    private static boolean isList(Object value) {
        return value instanceof List<?> list && list.size() <= MAX_LIST && list.stream().allMatch(Unsigned.class::isInstance);
    }

    static Object value(PostcardReader in) {
        int tag = in.u8();
        return switch (tag) {
            case F64 -> Double.longBitsToDouble(in.f64());
            case U64 -> Unsigned.ofBits(in.varint());
            case BOOL -> in.bool();
            case TEXT -> in.text(RelayProtocol.MAX_TEXT_BYTES);
            case LIST -> list(in);
            default -> throw in.corrupt("a value's type of " + tag);
        };
    }

    private static List<Unsigned> list(PostcardReader in) {
        int count = in.count(1, MAX_LIST, "list");
        List<Unsigned> list = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            list.add(Unsigned.ofBits(in.varint()));
        }
        return Collections.unmodifiableList(list);
    }
}
