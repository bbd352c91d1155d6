package io.penstock.config.source;

import io.penstock.core.error.PenstockException;
import io.penstock.core.options.Settings;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** One value typed at a command: {@code 30s}, {@code 5}, {@code ["a", "b"]}. */
public final class TomlValue {
    private TomlValue() {
    }

    /** A text that begins as a TOML list or quoted text is read as one; any other is itself. */
    public static Object parse(String text) {
        String trimmed = text.strip();
        if (trimmed.isEmpty() || "[\"'".indexOf(trimmed.charAt(0)) < 0) {
            return text;
        }
        ConfigText read = TomlReader.read(Path.of("value"), "[v]\nv = " + trimmed + "\n");
        List<Entry> entries = read.table("v").map(Table::entries).orElse(List.of());
        if (read.isBroken() || entries.size() != 1) {
            throw PenstockException.invalid("config.value", "expected a TOML value such as [\"a\", \"b\"]");
        }
        return entries.get(0).value();
    }

    /** A value of an argument (number, boolean, list) as Config Admin takes it. */
    public static Object plain(Object value) {
        return value instanceof Integer whole ? Long.valueOf(whole)
                : value instanceof List<?> list ? Settings.flat(Map.of("v", list)).get("v") : value;
    }
}
