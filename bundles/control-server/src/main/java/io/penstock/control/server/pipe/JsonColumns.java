package io.penstock.control.server.pipe;

import io.penstock.control.api.Json;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Columns that hold JSON. */
public final class JsonColumns {
    private JsonColumns() {
    }

    /** Values by key. */
    public static SortedMap<String, Object> map(Json json, String text) {
        if (text.equals("{}")) {
            return Collections.emptySortedMap();
        }
        TreeMap<String, Object> values = new TreeMap<>();
        ((Map<?, ?>) json.readTolerant(text, Map.class)).forEach((key, value) -> values.put((String) key, value));
        return Collections.unmodifiableSortedMap(values);
    }

    /** Texts by key. */
    public static SortedMap<String, String> texts(Json json, String text) {
        if (text.equals("{}")) {
            return Collections.emptySortedMap();
        }
        TreeMap<String, String> values = new TreeMap<>();
        map(json, text).forEach((key, value) -> values.put(key, String.valueOf(value)));
        return Collections.unmodifiableSortedMap(values);
    }

    /** A list of texts. */
    public static List<String> list(Json json, String text) {
        return text.equals("[]") ? List.of() : ((List<?>) json.readTolerant(text, List.class)).stream()
                .map(String::valueOf).toList();
    }

    /** A record, where there is one. */
    public static <T> Optional<T> may(Json json, Optional<String> text, Class<T> type) {
        return text.map(present -> json.readTolerant(present, type));
    }

    /** The other way. */
    public static Optional<String> text(Json json, Optional<?> value) {
        return value.map(json::text);
    }

    /** {@code ?, ?, ?} for so many values. */
    public static String marks(Collection<?> values) {
        return String.join(", ", Collections.nCopies(values.size(), "?"));
    }
}
