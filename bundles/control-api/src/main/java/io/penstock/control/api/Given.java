package io.penstock.control.api;

import io.penstock.core.error.PenstockException;
import io.penstock.core.value.Secret;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** What a record takes: every check of a value from outside, all of them INVALID {@code request.field}. */
final class Given {
    /** The greatest whole number that every reader of JSON keeps. */
    static final long MAX_NUMBER = 9_007_199_254_740_991L;
    private static final int MAX_TAGS = 64;
    private static final int MAX_ENTRIES = 500;
    private static final int MAX_VALUES = 1000;
    private static final int MAX_VALUE_CHARACTERS = 65_536;
    private static final int MAX_KEY_CHARACTERS = 200;
    private static final int MAX_SHOWN = 80;

    private Given() {
    }

    static <T> T required(T value, String name) {
        if (value == null) {
            throw PenstockException.invalid(ProblemCode.REQUEST_FIELD.code(), name + " is missing");
        }
        return value;
    }

    static PenstockException wrong(String name, String expected, String found) {
        String shown = found.length() > MAX_SHOWN ? found.substring(0, MAX_SHOWN) + "…" : found;
        return PenstockException.invalid(ProblemCode.REQUEST_FIELD.code(),
                name + ": expected " + expected + ", but found \"" + shown + "\"");
    }

    static String text(String value, String name, int min, int max) {
        int length = required(value, name).codePointCount(0, value.length());
        if (length < min || length > max) {
            throw PenstockException.invalid(ProblemCode.REQUEST_FIELD.code(),
                    name + ": expected " + min + " to " + max + " characters, but found " + length);
        }
        return value;
    }

    static Optional<String> textIfAny(Optional<String> value, String name, int min, int max) {
        required(value, name).ifPresent(text -> text(text, name, min, max));
        return value;
    }

    /** Its form only; a wrong one is not shown. */
    static Secret token(Secret token, String name) {
        if (!TokenText.hasForm(required(token, name))) {
            throw PenstockException.invalid(ProblemCode.REQUEST_FIELD.code(), name + ": expected a token, pst_…");
        }
        return token;
    }

    static Optional<Secret> tokenIfAny(Optional<Secret> token, String name) {
        required(token, name).ifPresent(present -> token(present, name));
        return token;
    }

    static String constant(String value, String name, String expected) {
        if (!required(value, name).equals(expected)) {
            throw wrong(name, "\"" + expected + "\"", value);
        }
        return value;
    }

    static long within(long value, String name, long min, long max) {
        if (value < min || value > max) {
            throw wrong(name, min + " to " + max, Long.toString(value));
        }
        return value;
    }

    static Optional<Integer> withinIfAny(Optional<Integer> value, String name, int min, int max) {
        required(value, name).ifPresent(number -> within(number, name, min, max));
        return value;
    }

    static double finite(double value, String name) {
        if (!Double.isFinite(value)) {
            throw wrong(name, "a finite number", Double.toString(value));
        }
        return value;
    }

    static <T> List<T> list(List<T> values, String name, int min, int max) {
        int size = required(values, name).size();
        if (size < min || size > max) {
            throw wrong(name, min + " to " + max + " entries", Integer.toString(size));
        }
        values.forEach(value -> required(value, name + ": an entry"));
        return List.copyOf(values);
    }

    static <T> List<T> listIfAny(List<T> values, String name, int min, int max) {
        return values == null ? List.of() : list(values, name, min, max);
    }

    static <T> SortedMap<String, T> map(Map<String, T> values, String name, int max) {
        if (required(values, name).size() > max) {
            throw wrong(name, "at most " + max + " entries", Integer.toString(values.size()));
        }
        values.forEach((key, value) -> {
            text(key, name + ": a key", 0, MAX_KEY_CHARACTERS);
            required(value, name + "." + key);
        });
        return Collections.unmodifiableSortedMap(new TreeMap<>(values));
    }

    static <T> SortedMap<String, T> mapIfAny(Map<String, T> values, String name, int max) {
        return values == null ? Collections.emptySortedMap() : map(values, name, max);
    }

    static SortedMap<String, String> tagsIfAny(Map<String, String> tags, String name) {
        SortedMap<String, String> checked = mapIfAny(tags, name, MAX_TAGS);
        checked.forEach((key, value) -> {
            TextRule.TAG_KEY.checked(key, name);
            TextRule.TAG_VALUE.checked(value, name + "." + key);
        });
        return checked;
    }

    /** Parameters and settings: texts, numbers, truth values and lists of these. */
    static SortedMap<String, Object> entries(Map<String, Object> entries, String name) {
        SortedMap<String, Object> checked = map(entries, name, MAX_ENTRIES);
        TreeMap<String, Object> copied = new TreeMap<>();
        checked.forEach((key, value) -> copied.put(TextRule.PARAMETER_KEY.checked(key, name), value(value, name + "." + key)));
        return Collections.unmodifiableSortedMap(copied);
    }

    private static Object value(Object value, String name) {
        if (value instanceof List<?> many) {
            return list(many, name, 0, MAX_VALUES).stream().map(one -> plain(one, name)).toList();
        }
        return plain(value, name);
    }

    private static Object plain(Object value, String name) {
        if (value instanceof String text) {
            return text(text, name, 0, MAX_VALUE_CHARACTERS);
        }
        if (value instanceof Number || value instanceof Boolean) {
            return value;
        }
        throw wrong(name, "a text, a number, true, false or a list of these", value.getClass().getSimpleName());
    }
}
