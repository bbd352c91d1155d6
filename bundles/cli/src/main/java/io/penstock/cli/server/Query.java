package io.penstock.cli.server;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;

/** A path with what stands behind its question mark. One thread. */
final class Query {
    private final String path;
    private final Map<String, String> parameters = new LinkedHashMap<>();

    private Query(String path) {
        this.path = path;
    }

    /** A path below {@code /api/v1}; its variable parts are put in place of {@code {}}, one after another. */
    static Query of(String path, String... parts) {
        String filled = path;
        for (String part : parts) {
            int at = filled.indexOf("{}");
            filled = filled.substring(0, at) + encoded(part) + filled.substring(at + 2);
        }
        return new Query("/api/v1" + filled);
    }

    Query with(String name, Object value) {
        parameters.put(name, String.valueOf(value));
        return this;
    }

    Query with(String name, Optional<String> value) {
        value.ifPresent(text -> parameters.put(name, text));
        return this;
    }

    Query with(String name, boolean set) {
        if (set) {
            parameters.put(name, "true");
        }
        return this;
    }

    /** As it stands in a request. */
    String target() {
        if (parameters.isEmpty()) {
            return path;
        }
        StringJoiner all = new StringJoiner("&", path + "?", "");
        parameters.forEach((name, value) -> all.add(name + "=" + encoded(value)));
        return all.toString();
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
