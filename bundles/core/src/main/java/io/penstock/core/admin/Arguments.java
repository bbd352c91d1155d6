package io.penstock.core.admin;

import io.penstock.core.error.PenstockException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What an {@link AdminCommand} was given, asked for by name and kind. What is missing or of another
 * kind is INVALID ({@code <capability>.argument}). Immutable.
 *
 * @param capability whose command it is, for the error's code
 */
public record Arguments(String capability, Map<String, Object> given) {
    /** A text that must be there, and not be empty. */
    public String text(String name) {
        return optional(name).orElseThrow(() -> invalid("the argument \"" + name + "\" is missing"));
    }

    /** A text, or any value as one; an empty one is none. */
    public Optional<String> optional(String name) {
        return Optional.ofNullable(given.get(name)).map(String::valueOf).filter(text -> !text.isEmpty());
    }

    /** A list, or a text with commas; empty when it is not there. */
    public List<String> list(String name) {
        if (given.get(name) instanceof List<?> items) {
            return items.stream().map(String::valueOf).toList();
        }
        return optional(name).map(text -> Arrays.stream(text.split(",")).map(String::trim).filter(item -> !item.isEmpty())
                .toList()).orElse(List.of());
    }

    /** A whole number, moved to 0 or {@code most} when it is beyond; an empty text is no number. */
    public int number(String name, int otherwise, int most) {
        Object value = given.get(name);
        if (value == null) {
            return otherwise;
        }
        try {
            return Math.max(0, Math.min(most, Integer.parseInt(String.valueOf(value))));
        } catch (NumberFormatException e) {
            throw invalid("the argument \"" + name + "\" is a whole number, not \"" + value + "\"");
        }
    }

    /** Whether it is {@code true}. */
    public boolean flag(String name) {
        return Boolean.parseBoolean(String.valueOf(given.get(name)));
    }

    private PenstockException invalid(String message) {
        return PenstockException.invalid(capability + ".argument", message);
    }
}
