package io.penstock.plugin.file.write;

import java.util.ArrayList;
import java.util.List;

/** Lines as in RFC 4180, but with a line feed alone at the end, and any character between the values. Immutable. */
record CsvLine(char delimiter) {
    /** What stands between the values, unless something else is asked for. */
    static final char COMMA = ',';

    void append(StringBuilder out, Iterable<String> values) {
        boolean first = true;
        for (String value : values) {
            if (!first) {
                out.append(delimiter);
            }
            first = false;
            boolean plain = value.chars().noneMatch(c -> c == delimiter || c == '"' || c == '\n' || c == '\r');
            out.append(plain ? value : '"' + value.replace("\"", "\"\"") + '"');
        }
        out.append('\n');
    }

    /** The values of a line without its end; one that goes on in the next line has no closing quote and is cut there. */
    List<String> values(String line) {
        List<String> values = new ArrayList<>();
        StringBuilder value = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            boolean doubled = quoted && c == '"' && i + 1 < line.length() && line.charAt(i + 1) == '"';
            if (doubled) {
                value.append(c);
                i++;
            } else if (c == '"') {
                quoted = !quoted;
            } else if (c == delimiter && !quoted) {
                values.add(value.toString());
                value.setLength(0);
            } else {
                value.append(c);
            }
        }
        values.add(value.toString());
        return values;
    }
}
