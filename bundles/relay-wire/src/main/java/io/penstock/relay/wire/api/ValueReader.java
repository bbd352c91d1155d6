package io.penstock.relay.wire.api;

import io.penstock.core.event.Bytes;
import io.penstock.core.event.Fields;
import io.penstock.core.event.Null;
import io.penstock.core.event.Unsigned;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads what {@link ValueWriter} wrote. What is well formed but cannot be an event's is noted, and reading goes on behind
 * it. One thread.
 */
final class ValueReader {
    /** What an object on the heap costs at least; what a frame unfolds to is bounded by its limit times four. */
    private static final int OBJECT_BYTES = 16;
    private static final int BUDGET_FACTOR = 4;
    /** From here on a map is faster than the builder's search: a hostile client sends thousands. */
    private static final int MANY_FIELDS = 16;
    private static final String TWICE = "a field that is there twice";

    private final NameReader names;
    private final long budgetOfFrame;
    private long budget;
    private String unfit;

    ValueReader(NameReader names, int maxFrameBytes) {
        this.names = names;
        budgetOfFrame = (long) maxFrameBytes * BUDGET_FACTOR;
    }

    /** Before each frame. */
    void refill() {
        budget = budgetOfFrame;
    }

    /** Why what was read since the last call can be no event; empty when it can. */
    Optional<String> takeUnfit() {
        Optional<String> reason = Optional.ofNullable(unfit);
        unfit = null;
        return reason;
    }

    void unfit(String reason) {
        if (unfit == null) {
            unfit = reason;
        }
    }

    Fields fields(PostcardReader in, int maxFields) {
        return fields(in, maxFields, 0);
    }

    private Fields fields(PostcardReader in, int maxFields, int depth) {
        int count = in.count(2, maxFields, "fields");
        spend(in, count);
        return count <= MANY_FIELDS ? few(in, count, depth) : many(in, count, depth);
    }

    private Fields few(PostcardReader in, int count, int depth) {
        Fields.Builder builder = Fields.builder();
        for (int i = 0; i < count; i++) {
            builder.set(names.read(in), value(in, depth));
        }
        Fields fields = builder.build();
        if (fields.size() < count) {
            unfit(TWICE);
        }
        return fields;
    }

    private Fields many(PostcardReader in, int count, int depth) {
        Map<String, Object> fields = new LinkedHashMap<>();
        for (int i = 0; i < count; i++) {
            fields.put(names.read(in), value(in, depth));
        }
        if (fields.size() < count) {
            unfit(TWICE);
        }
        return Fields.from(fields);
    }

    private Object value(PostcardReader in, int depth) {
        int tag = in.u8();
        return switch (tag) {
            case ValueTag.F64 -> Double.longBitsToDouble(in.f64());
            case ValueTag.U64 -> Unsigned.ofBits(in.varint());
            case ValueTag.BOOL -> in.bool();
            case ValueTag.TEXT -> in.text(Integer.MAX_VALUE);
            case ValueTag.NULL -> Null.NULL;
            case ValueTag.I64 -> in.zigzag();
            case ValueTag.DECIMAL -> decimal(in);
            case ValueTag.BYTES -> Bytes.of(in.bytes(Integer.MAX_VALUE));
            case ValueTag.TIME -> time(in);
            case ValueTag.DURATION -> Duration.ofSeconds(in.zigzag(), nanos(in));
            case ValueTag.TEXT16 -> in.text16(Integer.MAX_VALUE);
            case ValueTag.NAME -> names.read(in);
            case ValueTag.LIST, ValueTag.MAP -> nested(in, tag, depth);
            default -> throw in.corrupt("a value's tag of " + tag);
        };
    }

    private Object nested(PostcardReader in, int tag, int depth) {
        if (depth == RelayProtocol.MAX_NESTING) {
            throw in.corrupt("values nested more than " + RelayProtocol.MAX_NESTING + " deep");
        }
        if (tag == ValueTag.MAP) {
            return fields(in, RelayProtocol.MAX_FIELDS, depth + 1);
        }
        int count = in.count(1, Integer.MAX_VALUE, "list");
        spend(in, count);
        List<Object> values = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            values.add(value(in, depth + 1));
        }
        return Collections.unmodifiableList(values);
    }

    private static BigDecimal decimal(PostcardReader in) {
        int scale = in.zigzag32();
        byte[] unscaled = in.bytes(RelayProtocol.MAX_DECIMAL_BYTES);
        if (unscaled.length == 0) {
            throw in.corrupt("a decimal without digits");
        }
        return new BigDecimal(new BigInteger(unscaled), scale);
    }

    private Object time(PostcardReader in) {
        Instant time = instant(in.zigzag(), nanos(in));
        return time == null ? Null.NULL : time;
    }

    /** Null, and the event is unfit, where no time of ours can be. */
    Instant instant(long second, int nano) {
        try {
            return Instant.ofEpochSecond(second, nano);
        } catch (DateTimeException e) {
            unfit("a time of " + second + " seconds since 1970, which is beyond what can be represented");
            return null;
        }
    }

    static int nanos(PostcardReader in) {
        return in.atMost(TimeColumn.NANOS_PER_SECOND - 1, "nanoseconds");
    }

    private void spend(PostcardReader in, int items) {
        budget -= OBJECT_BYTES * (items + 2L);
        if (budget < 0) {
            throw in.corrupt("a frame that unfolds to more than " + budgetOfFrame + " bytes");
        }
    }
}
