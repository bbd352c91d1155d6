package io.penstock.pipes.check;

import io.penstock.core.event.Event;
import io.penstock.core.event.EventText;
import io.penstock.core.event.Fields;
import io.penstock.core.event.Null;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Compares an event with what a test expects of it. Numbers are compared by value; values YAML has no notation for (times,
 * durations, bytes) by their text.
 */
final class Matching {
    private Matching() {
    }

    /** What does not fit first; empty when all does. */
    static Optional<String> difference(Map<String, Object> expected, Event event, boolean exact) {
        return fields(expected, event.fields(), exact, "");
    }

    private static Optional<String> fields(Map<?, ?> expected, Fields found, boolean exact, String path) {
        for (Map.Entry<?, ?> entry : expected.entrySet()) {
            String name = String.valueOf(entry.getKey());
            Object actual = found.get(name);
            Optional<String> difference = actual == null
                    ? Optional.of("expected " + path + name + " to be " + shown(entry.getValue()) + ", but there is no such field")
                    : value(entry.getValue(), actual, exact, path + name);
            if (difference.isPresent()) {
                return difference;
            }
        }
        return exact ? found.names().stream().filter(name -> !expected.containsKey(name)).findFirst()
                .map(name -> "did not expect the field " + path + name) : Optional.empty();
    }

    private static Optional<String> value(Object expected, Object actual, boolean exact, String path) {
        if (expected instanceof Map<?, ?> map && actual instanceof Fields fields) {
            return fields(map, fields, exact, path + ".");
        }
        if (expected instanceof List<?> list && actual instanceof List<?> found && list.size() == found.size()) {
            for (int i = 0; i < list.size(); i++) {
                Optional<String> difference = value(list.get(i), found.get(i), exact, path + "[" + i + "]");
                if (difference.isPresent()) {
                    return difference;
                }
            }
            return Optional.empty();
        }
        return same(expected, actual) ? Optional.empty()
                : Optional.of("expected " + path + " to be " + shown(expected) + ", but found " + json(actual));
    }

    private static boolean same(Object expected, Object actual) {
        if (expected == null) {
            return actual instanceof Null;
        }
        if (expected instanceof Number a && actual instanceof Number b) {
            return sameNumber(a, b);
        }
        if (expected instanceof Boolean || actual instanceof Boolean) {
            return expected.equals(actual);
        }
        return expected instanceof String text && !(actual instanceof Number) && text.equals(EventText.text(actual));
    }

    private static boolean sameNumber(Number a, Number b) {
        boolean finite = Double.isFinite(a.doubleValue()) && Double.isFinite(b.doubleValue());
        return finite ? new BigDecimal(a.toString()).compareTo(new BigDecimal(b.toString())) == 0
                : Double.compare(a.doubleValue(), b.doubleValue()) == 0;
    }

    private static String shown(Object expected) {
        return expected instanceof String text ? "\"" + text + "\"" : String.valueOf(expected);
    }

    static String json(Object value) {
        StringBuilder out = new StringBuilder();
        EventText.appendJson(out, value);
        return out.toString();
    }
}
