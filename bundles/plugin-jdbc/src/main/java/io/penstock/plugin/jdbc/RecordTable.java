package io.penstock.plugin.jdbc;

import io.penstock.core.error.PenstockException;
import io.penstock.core.event.Event;
import io.penstock.core.event.Fields;
import io.penstock.core.event.Null;
import io.penstock.core.event.ValueType;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Events as rows of one table, one column per field. One connection, the output's thread. */
final class RecordTable implements AutoCloseable {
    private final Connection connection;
    private final Dialect dialect;
    private final TableSchema schema;
    private final FieldSource source;
    private final JdbcOptions.NewFields newFields;
    private PreparedStatement insert;
    private int pending;

    RecordTable(Connection connection, Dialect dialect, JdbcOptions options) {
        this.connection = connection;
        this.dialect = dialect;
        this.schema = new TableSchema(connection, dialect, options);
        this.source = FieldSource.of(options.columns());
        this.newFields = options.newFields();
    }

    /** Makes the table fit for events that will be added. */
    void prepare(List<Event> events) throws SQLException {
        Map<String, ValueType> seen = new LinkedHashMap<>();
        for (Event event : events) {
            source.each(event, (name, value) -> {
                if (value != Null.NULL) {
                    seen.putIfAbsent(name, ValueType.of(value));
                }
            });
        }
        if (schema.prepare(seen, source.mapped()) || insert == null) {
            close();
            insert = connection.prepareStatement(insertion());
        }
    }

    private String insertion() {
        List<Column> columns = schema.columns();
        return "INSERT INTO " + dialect.table(schema.table()) + " ("
                + columns.stream().map(column -> dialect.quote(column.name())).collect(Collectors.joining(", "))
                + ") VALUES (" + "?, ".repeat(columns.size() - 1) + "?)";
    }

    /** Adds a row; stored by {@link #flush}. An event the table cannot hold is INVALID, and nothing was added. */
    void add(Event event) throws SQLException {
        Object[] row = new Object[schema.columns().size()];
        Fields.Builder extra = Fields.builder();
        source.each(event, (name, value) -> place(name, value, row, extra));
        Fields rest = extra.build();
        if (!rest.isEmpty()) {
            int at = schema.extra().orElseThrow(() -> noPlace(rest.name(0), rest.value(0)));
            row[at] = rest;
        }
        for (int i = 0; i < row.length; i++) {
            dialect.bind(insert, i + 1, schema.columns().get(i).type(), row[i]);
        }
        insert.addBatch();
        pending++;
    }

    private void place(String name, Object value, Object[] row, Fields.Builder extra) {
        Optional<Column> column = schema.find(name);
        if (value == Null.NULL) {
            return;
        }
        if (column.isPresent() && row[column.get().index()] == null && column.get().takes(value)) {
            row[column.get().index()] = value;
        } else if (column.isPresent() || newFields == JdbcOptions.NewFields.EXTRA
                || newFields == JdbcOptions.NewFields.ADD) {
            extra.set(name, value);
        } else if (newFields == JdbcOptions.NewFields.REJECT) {
            throw noPlace(name, value);
        }
    }

    private PenstockException noPlace(String name, Object value) {
        String type = ValueType.of(value).name().toLowerCase(Locale.ROOT);
        return PenstockException.invalid("jdbc.no-column", "the table \"" + schema.table()
                + "\" has no column that takes the field \"" + name + "\", which holds a value of type " + type);
    }

    /** Stores what was added. */
    void flush() throws SQLException {
        if (pending > 0) {
            pending = 0;
            insert.executeBatch();
        }
    }

    /** After a rollback: what was added or made is gone. */
    void forget() throws SQLException {
        pending = 0;
        schema.forget();
        close();
        insert = null;
    }

    @Override
    public void close() throws SQLException {
        if (insert != null) {
            insert.close();
        }
    }
}
