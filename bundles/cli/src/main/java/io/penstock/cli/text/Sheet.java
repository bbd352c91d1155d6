package io.penstock.cli.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** One thing for people: what is one value a line each, what is a list of rows as a table below. */
public final class Sheet {
    private Sheet() {
    }

    /** @param columns of the terminal; 0 for any */
    public static String of(Map<String, ?> thing, int columns) {
        StringBuilder text = new StringBuilder();
        List<String> tables = new ArrayList<>();
        int width = thing.entrySet().stream().filter(entry -> !isTable(entry.getValue()) && !TableText.cell(entry.getValue()).isEmpty())
                .mapToInt(entry -> entry.getKey().length()).max().orElse(0);
        thing.forEach((key, value) -> {
            if (isTable(value)) {
                tables.add(TableText.of(((List<?>) value).stream().map(row -> (Map<?, ?>) row).toList(), columns));
            } else if (!TableText.cell(value).isEmpty()) {
                text.append(key).append(':').append(" ".repeat(width - key.length() + 1)).append(TableText.cell(value)).append('\n');
            }
        });
        tables.forEach(table -> text.append('\n').append(table));
        return text.toString();
    }

    private static boolean isTable(Object value) {
        return value instanceof List<?> list && !list.isEmpty() && list.stream().allMatch(Map.class::isInstance);
    }
}
