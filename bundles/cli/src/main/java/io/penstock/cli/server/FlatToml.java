package io.penstock.cli.server;

import io.penstock.core.error.PenstockException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The little of TOML these two files need: tables of texts. A reader for all of it would take longer to load than a
 * command may take.
 */
final class FlatToml {
    private static final Pattern TABLE = Pattern.compile("\\[\"?([^\"\\[\\]]+)\"?]");
    private static final Pattern ENTRY = Pattern.compile("([A-Za-z0-9_-]+)\\s*=\\s*\"((?:[^\"\\\\]|\\\\[\"\\\\])*)\"");

    private FlatToml() {
    }

    /** Tables by name; what stands before the first is the table "". */
    static Map<String, Map<String, String>> read(String text, String file) {
        Map<String, Map<String, String>> tables = new LinkedHashMap<>();
        Map<String, String> table = tables.computeIfAbsent("", name -> new LinkedHashMap<>());
        int number = 0;
        for (String line : text.lines().map(String::strip).toList()) {
            number++;
            Matcher head = TABLE.matcher(line);
            Matcher entry = ENTRY.matcher(line);
            if (head.matches()) {
                table = tables.computeIfAbsent(head.group(1), name -> new LinkedHashMap<>());
            } else if (entry.matches()) {
                table.put(entry.group(1), entry.group(2).replaceAll("\\\\(.)", "$1"));
            } else if (!line.isEmpty() && !line.startsWith("#")) {
                throw PenstockException.invalid("context.file", file + ", line " + number
                        + ": expected [name] or key = \"text\", but found \"" + line + "\"");
            }
        }
        return tables;
    }

    /** The other way round. */
    static String write(String comment, Map<String, Map<String, String>> tables) {
        StringBuilder text = new StringBuilder("# ").append(comment).append('\n');
        tables.forEach((name, table) -> {
            if (!name.isEmpty()) {
                text.append("\n[\"").append(name).append("\"]\n");
            }
            table.forEach((key, value) -> text.append(key).append(" = \"").append(escaped(value)).append("\"\n"));
        });
        return text.toString();
    }

    private static String escaped(String value) {
        return value.replace("\\", "\\\\").replace("\"", "\\\"");
    }
}
