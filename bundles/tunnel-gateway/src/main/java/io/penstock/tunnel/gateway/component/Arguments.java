package io.penstock.tunnel.gateway.component;

import io.penstock.core.error.PenstockException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A command's arguments. Immutable. */
record Arguments(Map<String, Object> given) {
    String text(String name) {
        return optional(name).orElseThrow(() -> PenstockException.invalid("tunnel-gateway.argument",
                "the argument \"" + name + "\" is missing"));
    }

    Optional<String> optional(String name) {
        return Optional.ofNullable(given.get(name)).map(String::valueOf).filter(text -> !text.isEmpty());
    }

    /** A list, or a text with commas. */
    List<String> list(String name) {
        Object value = given.get(name);
        if (value instanceof List<?> items) {
            return items.stream().map(String::valueOf).toList();
        }
        return optional(name).map(text -> Arrays.stream(text.split(",")).map(String::trim).filter(item -> !item.isEmpty())
                .toList()).orElse(List.of());
    }

    int number(String name, int otherwise, int most) {
        Optional<String> value = optional(name);
        try {
            return value.map(text -> Math.max(0, Math.min(most, Integer.parseInt(text)))).orElse(otherwise);
        } catch (NumberFormatException e) {
            throw PenstockException.invalid("tunnel-gateway.argument",
                    "the argument \"" + name + "\" is a whole number, not \"" + value.get() + "\"");
        }
    }

    boolean flag(String name) {
        return Boolean.parseBoolean(String.valueOf(given.get(name)));
    }
}
