package io.penstock.plugin.transform.lookup;

import io.penstock.core.error.ErrorKind;
import io.penstock.core.error.PenstockException;
import io.penstock.core.event.EventText;
import io.penstock.core.event.Fields;
import io.penstock.core.event.Null;
import io.penstock.plugin.transform.value.Conversion;
import io.penstock.plugin.transform.value.CsvText;
import io.penstock.plugin.transform.value.JsonText;
import io.penstock.plugin.transform.value.Shown;
import io.penstock.plugin.transform.value.TargetType;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Reads a table file into rows by key, holding the columns to take under the names they get. */
final class TableText {
    /** Larger tables belong into a database. */
    static final int MAX_ROWS = 1_000_000;
    private static final int MAX_DEPTH = 64;

    private final EnrichPlugin.Settings options;
    private final Map<String, Fields> rows = new HashMap<>();

    private TableText(EnrichPlugin.Settings options) {
        this.options = options;
    }

    /** The rows; INVALID ({@code enrich.table}) for what is no such table, RETRY ({@code enrich.read}) without a file. */
    static Map<String, Fields> read(EnrichPlugin.Settings options) {
        TableText table = new TableText(options);
        String text = table.text();
        try {
            if (options.isJson()) {
                table.json(new JsonText(JsonText.Fractions.AUTO, Long.MAX_VALUE, MAX_DEPTH).read(text));
            } else {
                table.csv(text);
            }
        } catch (PenstockException e) {
            throw new PenstockException(e.kind(), "enrich.table", "the table " + options.table() + ": " + e.getMessage(), e);
        }
        return table.rows;
    }

    private String text() {
        try {
            long bytes = Files.size(options.table());
            if (bytes > options.maxSize().bytes()) {
                throw PenstockException.invalid("enrich.table", "the table " + options.table() + " has " + bytes
                        + " bytes, more than max-size, " + options.maxSize());
            }
            return Files.readString(options.table());
        } catch (CharacterCodingException e) {
            throw new PenstockException(ErrorKind.INVALID, "enrich.table",
                    "the table " + options.table() + " is not text in UTF-8", e);
        } catch (IOException e) {
            throw PenstockException.retry("enrich.read", "cannot read the table " + options.table() + ": "
                    + PenstockException.describe(e), e);
        }
    }

    private void csv(String text) {
        CsvText records = new CsvText(text.startsWith("\uFEFF") ? text.substring(1) : text, ',', '"');
        List<String> header = records.next();
        if (header.isEmpty()) {
            throw invalid("expected a header, but the file is empty");
        }
        int key = options.keyColumn().map(header::indexOf).orElse(0);
        requireColumns(header);
        for (List<String> row = records.next(); !row.isEmpty(); row = records.next()) {
            if (row.size() != header.size()) {
                throw invalid("row " + (rows.size() + 1) + " has " + row.size() + " values, the header " + header.size());
            }
            Fields.Builder fields = Fields.builder();
            for (int i = 0; i < row.size(); i++) {
                if (takes(header.get(i), i == key)) {
                    fields.set(options.prefix() + header.get(i), typed(header.get(i), row.get(i)));
                }
            }
            add(row.get(key), fields.build());
        }
    }

    private void requireColumns(List<String> header) {
        Stream.concat(options.keyColumn().stream(), options.take().stream()).filter(name -> !header.contains(name))
                .findFirst().ifPresent(name -> {
                    throw invalid("there is no column \"" + name + "\" among " + String.join(", ", header));
                });
    }

    private boolean takes(String column, boolean isKey) {
        return options.take().isEmpty() ? !isKey : options.take().contains(column);
    }

    private Object typed(String column, String value) {
        TargetType type = options.types().getOrDefault(column, TargetType.STRING);
        return type == TargetType.STRING ? value : value.isEmpty() ? Null.NULL : Conversion.convert(column, value, type);
    }

    private void json(Object value) {
        if (value instanceof List<?> list) {
            list.forEach(this::jsonRow);
        } else if (value instanceof Fields byKey) {
            for (int i = 0; i < byKey.size(); i++) {
                add(byKey.name(i), taken(object(byKey.value(i)), ""));
            }
        } else {
            throw invalid("expected a list of objects or an object, but found " + Shown.of(value));
        }
    }

    private void jsonRow(Object element) {
        Fields row = object(element);
        String column = options.keyColumn().orElseGet(() -> row.isEmpty() ? "" : row.name(0));
        Object key = row.get(column);
        if (key == null) {
            throw invalid("row " + (rows.size() + 1) + " has no member \"" + column + "\"");
        }
        add(EventText.text(key), taken(row, column));
    }

    private Fields object(Object element) {
        if (element instanceof Fields fields) {
            return fields;
        }
        throw invalid("expected row " + (rows.size() + 1) + " to be an object, but found " + Shown.of(element));
    }

    private Fields taken(Fields row, String keyColumn) {
        Fields.Builder fields = Fields.builder();
        for (int i = 0; i < row.size(); i++) {
            if (takes(row.name(i), row.name(i).equals(keyColumn))) {
                fields.set(options.prefix() + row.name(i), row.value(i));
            }
        }
        return fields.build();
    }

    private void add(String key, Fields row) {
        if (rows.size() >= MAX_ROWS) {
            throw invalid("it has more than " + MAX_ROWS + " rows");
        }
        if (rows.put(key, row) != null) {
            throw invalid("the key \"" + key + "\" comes twice");
        }
    }

    private static PenstockException invalid(String what) {
        return PenstockException.invalid("enrich.table", what);
    }
}
