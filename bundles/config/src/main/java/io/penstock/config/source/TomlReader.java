package io.penstock.config.source;

import io.penstock.core.options.Settings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.tomlj.Toml;
import org.tomlj.TomlArray;
import org.tomlj.TomlParseError;
import org.tomlj.TomlParseResult;
import org.tomlj.TomlPosition;
import org.tomlj.TomlTable;
import org.tomlj.TomlVersion;

/** Reads the TOML text of one file into tables, never throwing for bad input. One use, one thread. */
public final class TomlReader {
    /** More is no configuration written by people. */
    public static final int MAX_CHARS = 1 << 18;
    private static final int MAX_DEPTH = 64;
    private static final int MAX_FINDINGS = 20;
    /** The file as delivered: not worth waking the parser at every start, which takes it a tenth of a second. */
    private static final Pattern COMMENTS = Pattern.compile("(?:[ \\t]*+(?:#[\\x20-\\x7e\\t]*+)?+\\r?\\n)*+");
    private static final String PLUGINS = "plugins";

    private final Path file;
    private final Map<String, Table> tables = new LinkedHashMap<>();
    private final List<Finding> findings = new ArrayList<>();

    private TomlReader(Path file) {
        this.file = file;
    }

    /** Reads a text; {@code file} is only for naming places. */
    public static ConfigText read(Path file, String text) {
        TomlReader reader = new TomlReader(file);
        reader.read(text);
        return new ConfigText(Map.copyOf(reader.tables), List.copyOf(reader.findings));
    }

    private void read(String text) {
        int tooDeep = Depth.lineBeyond(text, MAX_DEPTH);
        if (text.length() > MAX_CHARS) {
            findings.add(Finding.error(new Place(file, 1), "the file is longer than " + MAX_CHARS + " characters"));
        } else if (tooDeep > 0) {
            findings.add(Finding.error(new Place(file, tooDeep), "brackets nested deeper than " + MAX_DEPTH));
        } else if (!COMMENTS.matcher(text).matches()) {
            parse(text);
        }
    }

    private void parse(String text) {
        TomlParseResult root;
        try {
            root = Toml.parse(text, TomlVersion.V1_0_0);
        } catch (RuntimeException e) {
            // The parser reports syntax as errors; what it throws on top is about values it cannot represent.
            findings.add(Finding.error(new Place(file, 1), "not readable as TOML: " + e.getMessage()));
            return;
        }
        for (TomlParseError error : root.errors()) {
            if (findings.size() < MAX_FINDINGS) {
                findings.add(Finding.error(place(error.position()), error.getMessage()));
            }
        }
        if (findings.isEmpty()) {
            takeTables(root, "");
        }
    }

    private void takeTables(TomlTable parent, String prefix) {
        for (String name : parent.keySet()) {
            Object value = parent.get(List.of(name));
            Place place = place(parent.inputPositionOf(List.of(name)));
            if (!(value instanceof TomlTable table)) {
                findings.add(Finding.error(place, "\"" + prefix + name
                        + "\" must be inside a table, such as [log]: a table is a capability, its keys are the settings"));
            } else if (prefix.isEmpty() && name.equals(PLUGINS)) {
                takeTables(table, PLUGINS + ".");
            } else {
                take(name, place, table);
            }
        }
    }

    private void take(String name, Place place, TomlTable table) {
        if (!Table.isName(name)) {
            findings.add(Finding.error(place, "\"" + name
                    + "\" is no name of a capability: those are lower case with hyphens, such as relay-client"));
            return;
        }
        Map<String, Place> places = new LinkedHashMap<>();
        Map<String, Object> values = map("", table, places);
        List<Entry> entries = new ArrayList<>();
        Settings.flat(values).forEach((key, value) -> entries.add(
                new Entry(key, value, new Source(Source.Kind.FILE, nearest(places, key, place).toString()))));
        Table earlier = tables.putIfAbsent(name, new Table(name, place, entries));
        if (earlier != null) {
            findings.add(Finding.error(place, "the table \"" + name + "\" is already given at line "
                    + earlier.place().line()));
        }
    }

    private static Place nearest(Map<String, Place> places, String key, Place table) {
        for (String at = key; !at.isEmpty(); at = at.substring(0, Math.max(0, at.lastIndexOf('.')))) {
            if (places.containsKey(at)) {
                return places.get(at);
            }
        }
        return table;
    }

    private Map<String, Object> map(String prefix, TomlTable table, Map<String, Place> places) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (String key : table.keySet()) {
            places.put(prefix + key, place(table.inputPositionOf(List.of(key))));
            map.put(key, value(prefix + key, table.get(List.of(key)), places));
        }
        return map;
    }

    private Object value(String key, Object value, Map<String, Place> places) {
        if (value instanceof TomlTable table) {
            return map(key + ".", table, places);
        }
        if (value instanceof TomlArray array) {
            List<Object> items = new ArrayList<>();
            for (int i = 0; i < array.size(); i++) {
                String at = key + "." + i;
                places.put(at, place(array.inputPositionOf(i)));
                items.add(value(at, array.get(i), places));
            }
            return items;
        }
        return value instanceof Long || value instanceof Double || value instanceof Boolean ? value : String.valueOf(value);
    }

    private Place place(TomlPosition position) {
        return new Place(file, position == null ? 1 : Math.max(1, position.line()));
    }
}
