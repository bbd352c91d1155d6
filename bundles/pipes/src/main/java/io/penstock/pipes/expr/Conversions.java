package io.penstock.pipes.expr;

import io.penstock.core.error.PenstockException;
import io.penstock.core.event.Bytes;
import io.penstock.core.event.EventText;
import io.penstock.core.event.Unsigned;
import io.penstock.core.value.Durations;
import io.penstock.pipes.expr.Functions.Body;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** {@code int(x)}, {@code string(x)} and their like. Never lossy but where a fraction is cut off. */
final class Conversions {
    static final Map<String, Body> BODIES = Map.of(
            "int", a -> guarded("int", a[0], Conversions::toInt),
            "uint", a -> guarded("uint", a[0], Conversions::toUint),
            "double", a -> guarded("double", a[0], Conversions::toDouble),
            "decimal", a -> guarded("decimal", a[0], value -> exact(value).orElse(null)),
            "string", a -> a[0] instanceof Bytes bytes ? new String(bytes.toArray(), StandardCharsets.UTF_8)
                    : EventText.text(a[0]),
            "bytes", a -> a[0] instanceof String text ? Bytes.of(text.getBytes(StandardCharsets.UTF_8))
                    : a[0] instanceof Bytes ? a[0] : null,
            "bool", a -> guarded("bool", a[0], Conversions::toBool),
            "timestamp", a -> guarded("timestamp", a[0], Conversions::toTimestamp),
            "duration", a -> guarded("duration", a[0], Conversions::toDuration));

    private Conversions() {
    }

    private static Object guarded(String to, Object value, Function<Object, Object> conversion) {
        try {
            return conversion.apply(value);
        } catch (ArithmeticException | NumberFormatException | DateTimeException | PenstockException e) {
            return new Failure("\"" + shortened(EventText.text(value)) + "\" is no " + to);
        }
    }

    private static String shortened(String text) {
        return text.length() <= 40 ? text : text.substring(0, 40) + "…";
    }

    private static Object toInt(Object value) {
        return value instanceof Long ? value
                : value instanceof Instant at ? (Object) at.getEpochSecond()
                : exact(value).map(number -> (Object) whole(number).longValueExact()).orElse(null);
    }

    private static Object toUint(Object value) {
        if (value instanceof Unsigned) {
            return value;
        }
        return exact(value).map(number -> (Object) Unsigned.parse(whole(number).toString())).orElse(null);
    }

    private static Object toDouble(Object value) {
        return value instanceof Number number ? (Object) number.doubleValue()
                : value instanceof String text ? (Object) Double.parseDouble(text.trim()) : null;
    }

    private static Optional<BigDecimal> exact(Object value) {
        return value instanceof Number number ? Optional.of(Numbers.exact(number))
                : value instanceof String text ? Optional.of(new BigDecimal(text.trim())) : Optional.empty();
    }

    /** Cuts the fraction off; numbers with giant exponents are refused before they are written out. */
    private static BigInteger whole(BigDecimal number) {
        if (number.precision() - number.scale() > 25) {
            throw new ArithmeticException("more than 64 bits");
        }
        return number.setScale(0, RoundingMode.DOWN).toBigInteger();
    }

    private static Object toBool(Object value) {
        return value instanceof Boolean ? value
                : "true".equals(value) ? Boolean.TRUE : "false".equals(value) ? Boolean.FALSE
                : value instanceof String ? new Failure("\"" + shortened((String) value) + "\" is no bool") : null;
    }

    private static Object toTimestamp(Object value) {
        return value instanceof Instant ? value
                : value instanceof String text ? (Object) OffsetDateTime.parse(text.trim()).toInstant()
                : value instanceof Long seconds ? Instant.ofEpochSecond(seconds) : null;
    }

    private static Object toDuration(Object value) {
        if (value instanceof String text) {
            String trimmed = text.trim();
            return trimmed.startsWith("-") ? Durations.parse(trimmed.substring(1)).negated() : Durations.parse(trimmed);
        }
        return value instanceof Duration ? value : null;
    }
}
