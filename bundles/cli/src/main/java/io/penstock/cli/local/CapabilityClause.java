package io.penstock.cli.local;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One clause of a manifest's {@code Provide-Capability} header. Immutable. */
record CapabilityClause(String namespace, Map<String, String> attributes) {
    /** All clauses of the header, in their order. */
    static List<CapabilityClause> parse(String header) {
        List<CapabilityClause> clauses = new ArrayList<>();
        for (String clause : split(header, ',')) {
            List<String> parts = split(clause, ';');
            Map<String, String> attributes = new LinkedHashMap<>();
            parts.subList(1, parts.size()).forEach(part -> attribute(part, attributes));
            clauses.add(new CapabilityClause(parts.get(0).strip(), Map.copyOf(attributes)));
        }
        return clauses;
    }

    /** An attribute's text; empty when there is none. */
    String attribute(String key) {
        return attributes.getOrDefault(key, "");
    }

    private static void attribute(String part, Map<String, String> attributes) {
        int equals = part.indexOf('=');
        if (equals > 0) {
            // A type may follow the key: class:String=...
            String key = part.substring(0, equals).strip().replaceFirst(":.*", "");
            String value = part.substring(equals + 1).strip();
            boolean quoted = value.length() > 1 && value.startsWith("\"") && value.endsWith("\"");
            attributes.putIfAbsent(key, quoted ? value.substring(1, value.length() - 1) : value);
        }
    }

    /** Splits outside of quotes. */
    private static List<String> split(String text, char separator) {
        List<String> parts = new ArrayList<>();
        boolean quoted = false;
        int start = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"') {
                quoted = !quoted;
            } else if (c == separator && !quoted) {
                parts.add(text.substring(start, i));
                start = i + 1;
            }
        }
        parts.add(text.substring(start));
        return parts;
    }
}
