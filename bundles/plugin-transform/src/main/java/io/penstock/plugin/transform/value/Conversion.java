package io.penstock.plugin.transform.value;

import io.penstock.core.error.PenstockException;
import io.penstock.core.event.Bytes;
import io.penstock.core.event.EventText;
import io.penstock.core.event.Null;
import io.penstock.core.event.Unsigned;
import io.penstock.core.value.Durations;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Base64;
import java.util.Locale;

/**
 * Turns values into other types, exactly or not at all. Null stays null. Between numbers no digit may be lost: a fraction
 * does not become an int, nor a whole number beyond 2^53 a float unless the float is that very number. Only text and
 * decimals become the nearest float, that being what a float is; and a float becomes the decimal of its shortest text.
 */
public final class Conversion {
    private static final BigDecimal MAX_UNSIGNED = new BigDecimal(Unsigned.MAX.toBigInteger());

    private Conversion() {
    }

    /**
     * The value as the type.
     *
     * @param field whose value it is, for the message
     * @throws PenstockException INVALID ({@code convert.value}), naming field, value and type
     */
    public static Object convert(String field, Object value, TargetType type) {
        if (value == Null.NULL) {
            return value;
        }
        Object converted = tryConvert(value, type);
        if (converted == null) {
            throw PenstockException.invalid("convert.value", "the field \"" + field + "\" holds " + Shown.of(value)
                    + ", which is no " + type.name().toLowerCase(Locale.ROOT));
        }
        return converted;
    }

    private static Object tryConvert(Object value, TargetType type) {
        return switch (type) {
            case INT -> value instanceof Long ? value : toInt(number(value));
            case UINT -> value instanceof Unsigned ? value : toUint(number(value));
            case FLOAT -> value instanceof Double ? value : toFloat(value);
            case DECIMAL -> value instanceof String text ? textDecimal(text) : Numbers.toDecimal(value);
            case NUM -> number(value);
            case STRING -> EventText.text(value);
            case BOOL -> toBool(value);
            case TIME -> toTime(value);
            case DURATION -> toDuration(value);
            case BYTES -> toBytes(value);
        };
    }

    private static Object number(Object value) {
        return value instanceof String text ? NumberText.parse(text) : value instanceof Number ? value : null;
    }

    private static Object toInt(Object number) {
        if (number == null || number instanceof Long) {
            return number;
        }
        BigDecimal exact = Numbers.toDecimal(number);
        return exact != null && Numbers.isWhole(exact) && exact.precision() - exact.scale() <= 19
                && exact.toBigInteger().bitLength() < Long.SIZE ? exact.longValue() : null;
    }

    private static Object toUint(Object number) {
        if (number instanceof Long whole) {
            return whole >= 0 ? Unsigned.of(whole) : null;
        }
        BigDecimal exact = number == null ? null : Numbers.toDecimal(number);
        return exact != null && exact.signum() >= 0 && exact.compareTo(MAX_UNSIGNED) <= 0 && Numbers.isWhole(exact)
                ? Unsigned.ofBits(exact.toBigInteger().longValue()) : null;
    }

    private static Object toFloat(Object value) {
        if (value instanceof String text) {
            return NumberText.parse(text) instanceof Number number ? finite(number.doubleValue(), number) : null;
        }
        if (value instanceof BigDecimal decimal) {
            return finite(decimal.doubleValue(), decimal);
        }
        BigDecimal exact = value instanceof Number ? Numbers.toDecimal(value) : null;
        return exact != null && new BigDecimal(exact.doubleValue()).compareTo(exact) == 0 ? exact.doubleValue() : null;
    }

    private static Double finite(double nearest, Number from) {
        return Double.isInfinite(nearest) && !(from instanceof Double) ? null : nearest;
    }

    private static Object textDecimal(String text) {
        if (!(NumberText.parse(text) instanceof Number number)) {
            return null;
        }
        return number instanceof Double special && !Double.isFinite(special) ? null : new BigDecimal(text);
    }

    private static Object toBool(Object value) {
        if (value instanceof Long whole) {
            return whole == 0 ? Boolean.FALSE : whole == 1 ? Boolean.TRUE : null;
        }
        if (value instanceof String text) {
            return "true".equalsIgnoreCase(text) ? Boolean.TRUE : "false".equalsIgnoreCase(text) ? Boolean.FALSE : null;
        }
        return value instanceof Boolean ? value : null;
    }

    private static Object toTime(Object value) {
        try {
            return value instanceof String text ? OffsetDateTime.parse(text).toInstant()
                    : value instanceof Instant ? value : null;
        } catch (DateTimeException e) {
            return null;
        }
    }

    private static Object toDuration(Object value) {
        try {
            return value instanceof String text
                    ? text.startsWith("P") || text.startsWith("-P") ? Duration.parse(text) : Durations.parse(text)
                    : value instanceof Duration ? value : null;
        } catch (DateTimeException | PenstockException e) {
            return null;
        }
    }

    private static Object toBytes(Object value) {
        try {
            return value instanceof String text ? Bytes.of(Base64.getDecoder().decode(text))
                    : value instanceof Bytes ? value : null;
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
