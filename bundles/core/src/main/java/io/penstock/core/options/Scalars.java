package io.penstock.core.options;

import io.penstock.core.error.PenstockException;
import io.penstock.core.value.ByteSize;
import io.penstock.core.value.Durations;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Single values: from what was written to what the option holds. Never guesses: {@code "yes"} is not a boolean. */
final class Scalars {
    private Scalars() {
    }

    static Object convert(Class<?> type, Object given) {
        if (type == Object.class || type.isInstance(given) && type != String.class) {
            return given;
        }
        if (type.isEnum()) {
            return constant(type, given);
        }
        if (type == boolean.class || type == Boolean.class) {
            return bool(given);
        }
        if (type.isPrimitive() || Number.class.isAssignableFrom(type)) {
            return number(type, given);
        }
        if (!OptionTypes.isTextual(type)) {
            throw new IllegalStateException("options cannot be of type " + type.getName());
        }
        return OptionTypes.fromText(type, asText(type, given));
    }

    private static String asText(Class<?> type, Object given) {
        if (given instanceof String text) {
            return text;
        }
        if (type == String.class && (given instanceof Number || given instanceof Boolean)) {
            return given.toString();
        }
        String what = type == String.class ? "text" : "a text (" + type.getSimpleName() + ")";
        throw wrongType(what, given);
    }

    private static Object constant(Class<?> type, Object given) {
        for (Object constant : type.getEnumConstants()) {
            if (OptionTypes.choice(constant).equals(given)) {
                return constant;
            }
        }
        throw PenstockException.invalid("options.choice", "expected one of "
                + String.join(", ", OptionTypes.choices(type)) + ", but found " + shown(given)
                + Suggestions.nearest(String.valueOf(given), OptionTypes.choices(type))
                        .map(near -> "; did you mean \"" + near + "\"?").orElse(""));
    }

    private static Boolean bool(Object given) {
        if (given instanceof Boolean truth) {
            return truth;
        }
        if ("true".equals(given) || "false".equals(given)) {
            return "true".equals(given);
        }
        throw wrongType("true or false", given);
    }

    private static Object number(Class<?> type, Object given) {
        try {
            BigDecimal exact = new BigDecimal(given.toString().trim());
            if (type == int.class || type == Integer.class) {
                return exact.intValueExact();
            }
            if (type == long.class || type == Long.class) {
                return exact.longValueExact();
            }
            return exact.doubleValue();
        } catch (NumberFormatException e) {
            throw wrongType("a number", given);
        } catch (ArithmeticException e) {
            throw wrongType("a whole number that fits " + type.getSimpleName(), given);
        }
    }

    private static PenstockException wrongType(String expected, Object given) {
        return PenstockException.invalid("options.type", "expected " + expected + ", but found " + shown(given));
    }

    static String limit(long limit, Object like) {
        return text(like instanceof ByteSize ? (Object) new ByteSize(Math.max(0, limit))
                : like instanceof Duration ? Duration.ofNanos(limit) : limit);
    }

    static String text(Object value) {
        return value instanceof Duration duration ? Durations.format(duration) : String.valueOf(value);
    }

    static String shown(Object value) {
        if (value instanceof String text) {
            return "the text \"" + text + "\"";
        }
        if (value instanceof Map<?, ?>) {
            return "a map";
        }
        return value instanceof List<?> || value instanceof Object[] ? "a list" : String.valueOf(value);
    }
}
