package io.penstock.cli.local;

import io.penstock.core.plugin.PluginComponent;
import io.penstock.core.plugin.PluginKind;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A plugin as a jar's manifest offers it: nothing of it is loaded yet. Immutable. */
record PluginOffer(PluginKind kind, String name, String className, Path jar) {
    /** The offers of a manifest's {@code Provide-Capability} header; clauses of other namespaces are passed over. */
    static List<PluginOffer> parse(String header, Path jar) {
        List<PluginOffer> offers = new ArrayList<>();
        for (String clause : split(header, ',')) {
            List<String> parts = split(clause, ';');
            if (parts.get(0).strip().equals(PluginComponent.NAMESPACE)) {
                offer(parts, jar).ifPresent(offers::add);
            }
        }
        return offers;
    }

    private static Optional<PluginOffer> offer(List<String> parts, Path jar) {
        String kind = attribute(parts, "kind");
        String name = attribute(parts, "name");
        String type = attribute(parts, "class");
        for (PluginKind known : PluginKind.values()) {
            if (known.name().equalsIgnoreCase(kind) && !name.isEmpty() && !type.isEmpty()) {
                return Optional.of(new PluginOffer(known, name, type, jar));
            }
        }
        return Optional.empty();
    }

    private static String attribute(List<String> parts, String key) {
        for (String part : parts) {
            int equals = part.indexOf('=');
            // A type may follow the key: class:String=...
            if (equals > 0 && part.substring(0, equals).strip().split(":")[0].equals(key)) {
                String value = part.substring(equals + 1).strip();
                boolean quoted = value.length() > 1 && value.startsWith("\"") && value.endsWith("\"");
                return quoted ? value.substring(1, value.length() - 1) : value;
            }
        }
        return "";
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
