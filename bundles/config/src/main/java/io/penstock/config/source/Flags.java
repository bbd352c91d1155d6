package io.penstock.config.source;

import io.penstock.core.options.Suggestions;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** {@code --set table.key=value} of the command line, one a line: stronger than the environment. Immutable. */
public final class Flags {
    private final List<String> lines;

    /** @param text the lines of {@code io.penstock.flags} */
    public Flags(String text) {
        this.lines = text.lines().filter(line -> !line.isBlank()).toList();
    }

    /** What the flags say of one table; the last wins. */
    public List<Entry> of(String table) {
        List<Entry> entries = new ArrayList<>();
        for (String line : lines) {
            int equals = line.indexOf('=');
            if (equals > 0) {
                Path path = Path.parse(line.substring(0, equals));
                if (path.table().equals(table) && !path.key().isEmpty()) {
                    entries.add(new Entry(path.key(), line.substring(equals + 1), Source.of(Source.Kind.FLAG)));
                }
            }
        }
        return entries;
    }

    /** Flags that cannot be understood; their values are not repeated. */
    public List<Finding> findings() {
        return lines.stream().map(line -> line.indexOf('=') < 0 ? "" : line.substring(0, line.indexOf('=')))
                .filter(name -> Path.parse(name).key().isEmpty())
                .map(name -> Finding.error("--set", "expected table.key=value, but found \"" + name + "\"")).toList();
    }

    /** Flags for tables that are not known: a slip of the pen, or a capability that is not installed. */
    public List<Finding> strangers(Collection<String> tables) {
        return lines.stream().filter(line -> line.indexOf('=') > 0)
                .map(line -> Path.parse(line.substring(0, line.indexOf('='))))
                .filter(path -> !path.key().isEmpty() && !tables.contains(path.table()))
                .map(path -> Finding.warning("--set " + path, "no capability \"" + path.table() + "\" is installed"
                        + Suggestions.nearest(path.table(), tables).map(near -> "; did you mean \"" + near + "\"?").orElse("")))
                .toList();
    }

    /** A setting's full name, {@code table.key}; {@code plugins.table.key} means the same. */
    public record Path(String table, String key) {
        /** Splits at the first dot. */
        public static Path parse(String text) {
            String trimmed = text.strip();
            String name = trimmed.startsWith("plugins.") ? trimmed.substring("plugins.".length()) : trimmed;
            int dot = name.indexOf('.');
            return dot < 0 ? new Path(name, "") : new Path(name.substring(0, dot), name.substring(dot + 1));
        }

        @Override
        public String toString() {
            return key.isEmpty() ? table : table + "." + key;
        }
    }
}
