package io.penstock.control.server.documents;

import io.penstock.control.api.Json;
import io.penstock.control.server.pipe.UnifiedDiff;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** What differs between two states of the server. */
final class Changes {
    private static final int MAX_DIFF = 4_000_000;

    private Changes() {
    }

    /** One for each thing that was named, or is gone. */
    static List<Map<String, Object>> between(SortedMap<String, Document> before, SortedMap<String, Document> after,
                                             List<Document> named, Json json) {
        SortedSet<String> keys = new TreeSet<>();
        named.forEach(document -> keys.add(document.key()));
        before.keySet().stream().filter(key -> !after.containsKey(key)).forEach(keys::add);
        List<Map<String, Object>> changes = new ArrayList<>();
        for (String key : keys) {
            Map<String, Object> change = new LinkedHashMap<>();
            change.put("kind", key.substring(0, key.indexOf('\n')));
            change.put("name", key.substring(key.indexOf('\n') + 1));
            String old = lines(before.get(key), json);
            String now = lines(after.get(key), json);
            change.put("change", old.equals(now) ? "unchanged" : old.isEmpty() ? "created" : now.isEmpty() ? "deleted" : "changed");
            String diff = old.equals(now) ? "" : UnifiedDiff.of("server", old, "documents", now);
            if (!diff.isEmpty() && diff.length() < MAX_DIFF) {
                change.put("diff", diff);
            }
            changes.add(change);
        }
        return changes;
    }

    /** One line for each value; a pipe's text line by line. */
    private static String lines(Document document, Json json) {
        if (document == null) {
            return "";
        }
        StringBuilder lines = new StringBuilder("kind: " + document.kind() + "\n");
        new TreeMap<>(document.spec()).forEach((key, value) -> {
            if (key.equals("text")) {
                lines.append("text:\n").append(value).append('\n');
            } else {
                lines.append(key).append(": ").append(json.text(value)).append('\n');
            }
        });
        return lines.toString();
    }
}
