package io.penstock.cli.text;

import io.penstock.core.text.OneLine;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Rows as columns of text, for people. */
public final class TableText {
    private static final String GAP = "  ";

    private TableText() {
    }

    /** One line a row under a line of headings; columns that are empty in every row are left out. */
    public static String of(List<? extends Map<?, ?>> rows) {
        Map<String, Integer> widths = widths(rows);
        StringBuilder text = new StringBuilder();
        List<String> headings = new ArrayList<>();
        widths.keySet().forEach(column -> headings.add(heading(column)));
        line(headings, widths, text);
        for (Map<?, ?> row : rows) {
            List<String> cells = new ArrayList<>();
            widths.keySet().forEach(column -> cells.add(cell(row.get(column))));
            line(cells, widths, text);
        }
        return text.toString();
    }

    private static Map<String, Integer> widths(List<? extends Map<?, ?>> rows) {
        Map<String, Integer> widths = new LinkedHashMap<>();
        for (Map<?, ?> row : rows) {
            row.forEach((column, value) -> {
                String name = String.valueOf(column);
                int width = cell(value).length();
                widths.merge(name, width == 0 ? 0 : Math.max(width, heading(name).length()), Math::max);
            });
        }
        widths.values().removeIf(width -> width == 0);
        return widths;
    }

    /** {@code connectMs} is CONNECT-MS. */
    private static String heading(String column) {
        return column.replaceAll("([a-z])([A-Z])", "$1-$2").toUpperCase(Locale.ROOT);
    }

    private static void line(List<String> cells, Map<String, Integer> widths, StringBuilder text) {
        StringBuilder line = new StringBuilder();
        int i = 0;
        for (int width : widths.values()) {
            String cell = cells.get(i++);
            line.append(cell).append(" ".repeat(width - cell.length())).append(GAP);
        }
        text.append(line.toString().stripTrailing()).append('\n');
    }

    /** One value on one line. */
    public static String cell(Object value) {
        if (value == null) {
            return "";
        }
        if (value instanceof Map<?, ?> map) {
            List<String> parts = new ArrayList<>();
            map.forEach((key, item) -> parts.add(key + "=" + cell(item)));
            return String.join(" ", parts);
        }
        if (value instanceof List<?> list) {
            return String.join(", ", list.stream().map(TableText::cell).toList());
        }
        return printable(value.toString());
    }

    /** Without control characters: what comes from outside must not steer a terminal. */
    public static String printable(String text) {
        return OneLine.of(text, ' ');
    }
}
