package io.penstock.pipes.lang;

import io.penstock.core.error.PenstockException;
import io.penstock.core.value.ByteSize;
import io.penstock.core.value.Durations;
import java.math.BigInteger;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The types a parameter may have. */
enum ParamType {
    STRING("text"), INT(1L), FLOAT(1.0), BOOL(false), DURATION("1s"), SIZE("64KiB"), PATH("/param"),
    URL("http://localhost/param"), LIST(List.of());

    private final Object standIn;

    ParamType(Object standIn) {
        this.standIn = standIn;
    }

    /** A value of the type, where none is known yet. */
    Object standIn() {
        return standIn;
    }

    static Optional<ParamType> named(Object name) {
        return Arrays.stream(values()).filter(type -> type.toString().equals(name)).findFirst();
    }

    static List<String> names() {
        return Arrays.stream(values()).map(ParamType::toString).toList();
    }

    /** The value as this type; empty when it is none. Text given from outside is read. */
    Optional<Object> read(Object value) {
        try {
            return Optional.ofNullable(switch (this) {
                case STRING -> value instanceof String || value instanceof Number || value instanceof Boolean
                        ? value.toString() : null;
                case INT -> value instanceof Long || value instanceof BigInteger ? value
                        : value instanceof Integer number ? (Object) number.longValue()
                        : value instanceof String text ? (Object) Long.parseLong(text.strip()) : null;
                case FLOAT -> value instanceof Number number ? (Object) number.doubleValue()
                        : value instanceof String text ? (Object) Double.parseDouble(text.strip()) : null;
                case BOOL -> value instanceof Boolean ? value : "true".equals(value) ? Boolean.TRUE
                        : "false".equals(value) ? Boolean.FALSE : null;
                case DURATION -> checked(value, Durations.parse(String.valueOf(value)));
                case SIZE -> checked(value, ByteSize.parse(String.valueOf(value)));
                case PATH -> value instanceof String text && !text.isBlank() ? text : null;
                case URL -> value instanceof String text && URI.create(text).isAbsolute() ? text : null;
                case LIST -> value instanceof List<?> ? value
                        : value instanceof String text ? Arrays.stream(text.split(",")).map(String::strip).toList() : null;
            });
        } catch (IllegalArgumentException | PenstockException e) {
            return Optional.empty();
        }
    }

    private static Object checked(Object value, Object parsed) {
        return value instanceof String && parsed != null ? value : null;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
