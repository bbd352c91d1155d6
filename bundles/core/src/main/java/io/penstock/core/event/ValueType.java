package io.penstock.core.event;

import io.penstock.core.error.PenstockException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * The closed set of types a field's value may have, each with the one Java class that holds it. No other class ever
 * enters an event.
 */
public enum ValueType {
    /** {@link Null}. */
    NULL(Null.class),
    /** {@link Boolean}. */
    BOOL(Boolean.class),
    /** {@link Long}: whole, signed 64-bit. */
    INT(Long.class),
    /** {@link Unsigned}: whole, 0 to 2^64-1. */
    UINT(Unsigned.class),
    /** {@link Double}: IEEE 754, NaN and -0.0 kept. */
    FLOAT(Double.class),
    /** {@link BigDecimal}: exact, scale kept; also whole numbers beyond 64 bits. */
    DECIMAL(BigDecimal.class),
    /** {@link String}. */
    STRING(String.class),
    /** {@link Bytes}. */
    BYTES(Bytes.class),
    /** {@link Instant}, to the nanosecond. */
    TIME(Instant.class),
    /** {@link Duration}. */
    DURATION(Duration.class),
    /** An unmodifiable {@link List} of values. */
    LIST(List.class),
    /** {@link Fields}. */
    MAP(Fields.class);

    private final Class<?> javaClass;

    ValueType(Class<?> javaClass) {
        this.javaClass = javaClass;
    }

    /** The class that holds a value of this type. */
    public Class<?> javaClass() {
        return javaClass;
    }

    /** The type of a value; a value of a class outside the set is INVALID ({@code event.type}). */
    public static ValueType of(Object value) {
        for (ValueType type : VALUES) {
            if (type.javaClass.isInstance(value)) {
                return type;
            }
        }
        throw PenstockException.invalid("event.type",
                "no event value can be a " + (value == null ? "null reference" : value.getClass().getName()));
    }

    /**
     * Takes a plain Java value into the set without loss: null, other whole and floating types, arrays of bytes, maps
     * with text keys and lists; what is in the set already stays itself.
     */
    public static Object from(Object value) {
        if (value == null) {
            return Null.NULL;
        }
        if (value instanceof Integer || value instanceof Short || value instanceof Byte) {
            return ((Number) value).longValue();
        }
        if (value instanceof Float single) {
            return Double.valueOf(single);
        }
        if (value instanceof BigInteger whole) {
            return fromWhole(whole);
        }
        if (value instanceof byte[] bytes) {
            return Bytes.of(bytes);
        }
        if (value instanceof Map<?, ?> map) {
            return Fields.from(map);
        }
        if (value instanceof List<?> list) {
            return list.stream().map(ValueType::from).toList();
        }
        of(value);
        return value;
    }

    private static Object fromWhole(BigInteger whole) {
        if (whole.bitLength() < Long.SIZE) {
            return whole.longValue();
        }
        return whole.signum() > 0 && whole.bitLength() == Long.SIZE
                ? Unsigned.ofBits(whole.longValue()) : new BigDecimal(whole);
    }

    private static final ValueType[] VALUES = values();
}
