package io.penstock.admin.command;

import io.penstock.core.error.PenstockException;
import java.util.Map;

/** What a caller asked for, checked. Immutable. */
record Arguments(String command, Map<String, Object> values) {
    String text(String key) {
        if (values.get(key) instanceof String text && !text.isBlank()) {
            return text;
        }
        throw PenstockException.invalid("admin.argument", command + " needs the argument \"" + key + "\", a text");
    }

    String text(String key, String otherwise) {
        return values.get(key) == null ? otherwise : text(key);
    }

    boolean flag(String key) {
        return Boolean.TRUE.equals(values.get(key));
    }

    int number(String key, int otherwise, int max) {
        Object value = values.get(key);
        if (value == null) {
            return otherwise;
        }
        if (value instanceof Long number && number >= 0 && number <= max) {
            return number.intValue();
        }
        throw PenstockException.invalid("admin.argument", command + " takes \"" + key + "\" from 0 to " + max
                + ", but found " + value);
    }
}
