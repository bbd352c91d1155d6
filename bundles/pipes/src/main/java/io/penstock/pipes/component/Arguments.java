package io.penstock.pipes.component;

import io.penstock.core.error.PenstockException;
import java.util.Map;
import java.util.Optional;

/** A command's arguments. Immutable. */
record Arguments(Map<String, Object> given) {
    String text(String name) {
        return optional(name).orElseThrow(() -> PenstockException.invalid("pipes.argument",
                "the argument \"" + name + "\" is missing"));
    }

    Optional<String> optional(String name) {
        return Optional.ofNullable(given.get(name)).map(String::valueOf).filter(text -> !text.isEmpty());
    }

    int number(String name, int otherwise, int most) {
        Object value = given.get(name);
        if (value == null) {
            return otherwise;
        }
        try {
            return Math.max(0, Math.min(most, Integer.parseInt(String.valueOf(value))));
        } catch (NumberFormatException e) {
            throw PenstockException.invalid("pipes.argument",
                    "the argument \"" + name + "\" is a whole number, not \"" + value + "\"");
        }
    }

    boolean flag(String name) {
        return Boolean.parseBoolean(String.valueOf(given.get(name)));
    }
}
