package io.penstock.cli.text;

import io.penstock.core.text.OneLine;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Rows as columns of text, for people. */
public final class TableText {
    private static final String GAP = "  ";
    private static final int LEAST = 8;

    private TableText() {
    }

    /** One line a row under a line of headings; columns that are empty in every row are left out. */
    public static String of(List<? extends Map<?, ?>> rows) {
        return of(rows, 0);
    }

    /** The same within so many columns of text, 0 for any: the widest columns are cut. */
    public static String of(List<? extends Map<?, ?>> rows, int columns) {
        Map<String, Integer> widths = widths(rows);
        fit(widths, columns);
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

    /** Takes from the widest column until all fit, or none is wider than {@link #LEAST}. */
    private static void fit(Map<String, Integer> widths, int columns) {
        int much = columns == 0 ? 0 : widths.values().stream().mapToInt(width -> width + GAP.length()).sum() - GAP.length() - columns;
        while (much > 0) {
            Map.Entry<String, Integer> widest = Collections.max(widths.entrySet(), Map.Entry.comparingByValue());
            if (widest.getValue() <= LEAST) {
                return;
            }
            widest.setValue(widest.getValue() - 1);
            much--;
        }
    }

    private static String cut(String cell, int width) {
        return cell.length() <= width ? cell : cell.substring(0, width - 1) + "…";
    }

    /** {@code connectMs} is CONNECT-MS. */
    private static String heading(String column) {
        return column.replaceAll("([a-z])([A-Z])", "$1-$2").toUpperCase(Locale.ROOT);
    }

    private static void line(List<String> cells, Map<String, Integer> widths, StringBuilder text) {
        StringBuilder line = new StringBuilder();
        int i = 0;
        for (int width : widths.values()) {
            String cell = cut(cells.get(i++), width);
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
