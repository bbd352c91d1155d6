package io.penstock.control.server.pipe;

import io.penstock.control.api.TextRule;
import io.penstock.control.server.http.Call;
import io.penstock.core.error.PenstockException;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** The fields of a body, where it matters whether one is null or missing; all of them checked. One thread. */
public final class Fields {
    private static final int MAX_ENTRIES = 500;
    private static final int MAX_VALUE = 65_536;
    private static final int MAX_TAGS = 64;
    private final Map<String, Object> values;

    private Fields(Map<String, Object> values) {
        this.values = values;
    }

    /** Those of a call's body. */
    public static Fields of(Call call, Set<String> known) {
        return of(call.body(Map.class), known);
    }

    /** Those of an object. */
    public static Fields of(Map<?, ?> body, Set<String> known) {
        TreeMap<String, Object> values = new TreeMap<>();
        body.forEach((key, value) -> values.put((String) key, value));
        Set<String> unknown = new TreeSet<>(values.keySet());
        unknown.removeAll(known);
        if (!unknown.isEmpty()) {
            throw wrong("/" + unknown.iterator().next() + ": there is no such field; expected " + String.join(", ",
                    new TreeSet<>(known)));
        }
        return new Fields(values);
    }

    static PenstockException wrong(String message) {
        return PenstockException.invalid("request.field", message);
    }

    /** Whether anything is said. */
    public Fields notEmpty() {
        if (values.isEmpty()) {
            throw wrong("the body changes nothing");
        }
        return this;
    }

    /** Whether a field is there, be it null. */
    public boolean has(String name) {
        return values.containsKey(name);
    }

    /** A text; empty where it is missing or null. */
    public Optional<String> text(String name, int max) {
        Optional<String> text = value(name, String.class, "a text");
        text.filter(one -> one.codePointCount(0, one.length()) > max).ifPresent(long_ -> {
            throw wrong("/" + name + ": expected at most " + max + " characters");
        });
        return text;
    }

    /** A text of a form. */
    public Optional<String> text(String name, TextRule rule) {
        return text(name, MAX_VALUE).map(text -> rule.checked(text, "/" + name));
    }

    /** A text that must be there. */
    public String required(String name, int max) {
        return text(name, max).filter(text -> !text.isEmpty()).orElseThrow(() -> wrong("/" + name + " is missing"));
    }

    /** One of some words. */
    public Optional<String> word(String name, Set<String> words) {
        return text(name, 100).map(text -> {
            if (!words.contains(text)) {
                throw wrong("/" + name + ": expected one of " + String.join(", ", new TreeSet<>(words)) + ", but found \""
                        + text + "\"");
            }
            return text;
        });
    }

    /** True or false. */
    public Optional<Boolean> flag(String name) {
        return value(name, Boolean.class, "true or false");
    }

    /** A whole number. */
    public Optional<Integer> number(String name, int min, int max) {
        return value(name, Integer.class, "a whole number").map(number -> {
            if (number < min || number > max) {
                throw wrong("/" + name + ": expected " + min + " to " + max + ", but found " + number);
            }
            return number;
        });
    }

    /** A time. */
    public Optional<Instant> time(String name) {
        return text(name, 40).map(text -> {
            try {
                return Instant.parse(text);
            } catch (DateTimeParseException e) {
                throw wrong("/" + name + ": expected a time such as 2026-01-31T12:00:00Z, but found \"" + text + "\"");
            }
        });
    }

    /** Texts. */
    public Optional<List<String>> texts(String name, int max) {
        return value(name, List.class, "a list").map(list -> {
            if (list.size() > max) {
                throw wrong("/" + name + ": expected at most " + max + " entries");
            }
            for (Object one : list) {
                if (!(one instanceof String)) {
                    throw wrong("/" + name + ": expected texts");
                }
            }
            return List.copyOf((List<String>) list);
        });
    }

    /** An object within. */
    public Optional<Map<?, ?>> object(String name) {
        return value(name, Map.class, "an object").map(map -> (Map<?, ?>) map);
    }

    /** Objects within. */
    public List<Map<?, ?>> objects(String name, int max) {
        List<?> list = value(name, List.class, "a list").orElse(List.of());
        if (list.size() > max) {
            throw wrong("/" + name + ": expected at most " + max + " entries");
        }
        return list.stream().<Map<?, ?>>map(one -> {
            if (!(one instanceof Map<?, ?> map)) {
                throw wrong("/" + name + ": expected objects");
            }
            return map;
        }).toList();
    }

    private <T> Optional<T> value(String name, Class<T> type, String expected) {
        Object value = values.get(name);
        if (value != null && !type.isInstance(value)) {
            throw wrong("/" + name + ": expected " + expected);
        }
        return Optional.ofNullable(type.cast(value));
    }

    /** Tags. */
    public Optional<SortedMap<String, String>> tags(String name) {
        return object(name).map(map -> tags(map, Collections.emptySortedMap()));
    }

    /** Tags that change others: null takes one away. */
    public Optional<SortedMap<String, String>> tags(String name, SortedMap<String, String> before) {
        return object(name).map(map -> tags(map, before));
    }

    private static SortedMap<String, String> tags(Map<?, ?> given, SortedMap<String, String> before) {
        TreeMap<String, String> tags = new TreeMap<>(before);
        given.forEach((key, value) -> {
            TextRule.TAG_KEY.checked((String) key, "/tags");
            if (value == null) {
                tags.remove(key);
            } else if (value instanceof String text) {
                tags.put((String) key, TextRule.TAG_VALUE.checked(text, "/tags/" + key));
            } else {
                throw wrong("/tags/" + key + ": expected a text");
            }
        });
        if (tags.size() > MAX_TAGS) {
            throw wrong("/tags: expected at most " + MAX_TAGS);
        }
        return Collections.unmodifiableSortedMap(tags);
    }

    /** Parameters or settings. */
    public SortedMap<String, Object> entries(String name) {
        Map<?, ?> given = object(name).orElseThrow(() -> wrong("/" + name + " is missing"));
        if (given.size() > MAX_ENTRIES) {
            throw wrong("/" + name + ": expected at most " + MAX_ENTRIES + " entries");
        }
        TreeMap<String, Object> entries = new TreeMap<>();
        given.forEach((key, value) -> {
            String checked = TextRule.PARAMETER_KEY.checked((String) key, "/" + name);
            check(value, "/" + name + "/" + key, true);
            entries.put(checked, value);
        });
        return Collections.unmodifiableSortedMap(entries);
    }

    private static void check(Object value, String pointer, boolean list) {
        if (list && value instanceof List<?> many && many.size() <= 1000) {
            many.forEach(one -> check(one, pointer, false));
            return;
        }
        boolean text = value instanceof String string && string.length() <= MAX_VALUE;
        if (!text && !(value instanceof Number) && !(value instanceof Boolean)) {
            throw wrong(pointer + ": expected a text, a number, true, false or a list of these");
        }
    }
}
