package io.penstock.cli.command;

import io.penstock.cli.text.TableText;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The answer to {@code status}, as text for people. Immutable. */
record StatusView(Map<?, ?> status) {
    /** Whether the picture is no longer one of starting. */
    boolean settled() {
        return Boolean.TRUE.equals(status.get("started-up"))
                && rows("pipes").stream().noneMatch(pipe -> "STARTING".equals(pipe.get("state")))
                && rows("capabilities").stream().allMatch(part -> "UP".equals(part.get("state")));
    }

    String welcome() {
        StringBuilder text = new StringBuilder("Penstock runs (" + status.get("mode") + ", process " + status.get("pid") + ").\n\n");
        for (Map<?, ?> pipe : rows("pipes")) {
            Object reason = pipe.get("reason");
            line(text, "pipe", pipe.get("name") + " " + pipe.get("state")
                    + (reason == null || "".equals(reason) ? "" : ": " + reason));
        }
        for (Map<?, ?> place : rows("places")) {
            line(text, String.valueOf(place.get("name")), place.get("where"));
        }
        text.append('\n');
        line(text, "look", "penstock status · penstock logs -f · penstock pipes list");
        line(text, "stop", "Ctrl-C here, or kill " + status.get("pid"));
        return text.append('\n').toString();
    }

    private static void line(StringBuilder text, String name, Object what) {
        text.append(String.format(Locale.ROOT, "  %-20s %s%n", TableText.printable(name), TableText.printable(String.valueOf(what))));
    }

    String table() {
        StringBuilder text = new StringBuilder();
        text.append("Penstock ").append(status.get("version")).append(" (").append(status.get("mode")).append(", process ")
                .append(status.get("pid")).append(", Java ").append(status.get("java")).append(") since ")
                .append(status.get("started")).append(": ").append(status.get("state")).append("\n");
        section(text, rows("capabilities").stream().map(StatusView::merged).toList());
        section(text, rows("pipes"));
        section(text, rows("places"));
        return text.toString();
    }

    /** Capability and part as one word, as a person says it: {@code pipes/metrics}. */
    private static Map<String, Object> merged(Map<?, ?> row) {
        Map<String, Object> merged = new LinkedHashMap<>();
        Object part = row.get("part");
        merged.put("capability", row.get("capability") + (part == null || "".equals(part) ? "" : "/" + part));
        merged.put("state", row.get("state"));
        merged.put("since", row.get("since"));
        merged.put("reason", row.get("reason"));
        return merged;
    }

    private static void section(StringBuilder text, List<? extends Map<?, ?>> rows) {
        if (!rows.isEmpty()) {
            text.append('\n').append(TableText.of(rows));
        }
    }

    private List<Map<?, ?>> rows(String key) {
        List<Map<?, ?>> rows = new ArrayList<>();
        if (status.get(key) instanceof List<?> list) {
            list.forEach(item -> rows.add(item instanceof Map<?, ?> map ? map : Map.of("name", String.valueOf(item))));
        }
        return rows;
    }
}
