package io.penstock.plugin.telemetry.influxdb;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A line of the line protocol, taken apart by the grammar of its reference. */
record DecodedLine(String measurement, Map<String, String> tags, String field, String value, String time) {
    static List<DecodedLine> all(String body) {
        assert body.endsWith("\n");
        return body.lines().map(DecodedLine::of).toList();
    }

    static DecodedLine of(String line) {
        List<String> parts = split(line, ' ');
        if (parts.size() != 3 || line.startsWith("#")) {
            throw new AssertionError("no line: " + line);
        }
        List<String> series = split(parts.get(0), ',');
        Map<String, String> tags = new TreeMap<>();
        for (String tag : series.subList(1, series.size())) {
            List<String> pair = split(tag, '=');
            if (pair.size() != 2 || pair.get(1).isEmpty() || tags.put(plain(pair.get(0)), plain(pair.get(1))) != null) {
                throw new AssertionError("no tag: " + tag + " in " + line);
            }
        }
        List<String> field = split(parts.get(1), '=');
        return new DecodedLine(series.get(0).replace("\\,", ",").replace("\\ ", " "), tags, plain(field.get(0)), field.get(1),
                parts.get(2));
    }

    /** At characters without a backslash in front. */
    private static List<String> split(String text, char at) {
        List<String> parts = new ArrayList<>();
        int from = 0;
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) == at && (i == 0 || text.charAt(i - 1) != '\\')) {
                parts.add(text.substring(from, i));
                from = i + 1;
            }
        }
        parts.add(text.substring(from));
        return parts;
    }

    private static String plain(String escaped) {
        return escaped.replace("\\,", ",").replace("\\=", "=").replace("\\ ", " ");
    }
}
