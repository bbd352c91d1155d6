package io.penstock.control.server.store.sql;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads and writes whole tables of a PostgreSQL database, row by row. One thread. */
public final class TableCopy {
    /** Takes rows. */
    public interface Sink {
        /** One row: texts, numbers, bytes, or null. */
        void row(String table, Map<String, Object> row) throws SQLException;
    }

    private static final int ROWS_AT_A_TIME = 500;
    private static final String HISTORY = Migrations.HISTORY;

    private final Connection connection;

    public TableCopy(Connection connection) {
        this.connection = connection;
    }

    /** All tables but the history of migrations, by name. */
    public List<String> tables() throws SQLException {
        try (PreparedStatement query = connection.prepareStatement("select table_name from information_schema.tables"
                + " where table_schema = current_schema() and table_type = 'BASE TABLE' and table_name <> ? order by table_name")) {
            query.setString(1, HISTORY);
            ResultSet rows = query.executeQuery();
            List<String> tables = new ArrayList<>();
            while (rows.next()) {
                tables.add(rows.getString(1));
            }
            return tables;
        }
    }

    /** Which migration was the last. */
    public String version() throws SQLException {
        try (Statement query = connection.createStatement()) {
            ResultSet rows = query.executeQuery("select version from " + HISTORY + " where success order by installed_rank desc"
                    + " limit 1");
            return rows.next() ? rows.getString(1) : "";
        }
    }

    /** Reads everything, as it is at one moment. */
    public void readAll(Sink sink) throws SQLException {
        connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
        connection.setReadOnly(true);
        connection.setAutoCommit(false);
        for (String table : tables()) {
            read(table, sink);
        }
        connection.commit();
    }

    private void read(String table, Sink sink) throws SQLException {
        try (Statement query = connection.createStatement()) {
            query.setFetchSize(ROWS_AT_A_TIME);
            ResultSet rows = query.executeQuery("select * from " + table);
            ResultSetMetaData columns = rows.getMetaData();
            while (rows.next()) {
                Map<String, Object> row = new LinkedHashMap<>();
                for (int i = 1; i <= columns.getColumnCount(); i++) {
                    row.put(columns.getColumnName(i), value(rows, columns.getColumnType(i), i));
                }
                sink.row(table, row);
            }
        }
    }

    private static Object value(ResultSet rows, int type, int column) throws SQLException {
        if (type == Types.BINARY) {
            return rows.getBytes(column);
        }
        if (type == Types.BIGINT || type == Types.SMALLINT || type == Types.INTEGER) {
            long number = rows.getLong(column);
            return rows.wasNull() ? null : number;
        }
        return rows.getString(column);
    }

    /** Begins to write: everything that is there goes, at {@link #end}. */
    public void begin() throws SQLException {
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            for (String table : tables()) {
                statement.execute("delete from " + table);
            }
        }
    }

    /** Writes one row. */
    public void write(String table, Map<String, Object> row) throws SQLException {
        String names = String.join(", ", row.keySet());
        String marks = String.join(", ", row.keySet().stream().map(name -> "?").toList());
        try (PreparedStatement insert = connection.prepareStatement("insert into " + table + " (" + names + ") values (" + marks
                + ")")) {
            int i = 1;
            for (Object value : row.values()) {
                if (value instanceof Number number) {
                    insert.setLong(i++, number.longValue());
                } else if (value instanceof byte[] bytes) {
                    insert.setBytes(i++, bytes);
                } else {
                    insert.setString(i++, (String) value);
                }
            }
            insert.executeUpdate();
        }
    }

    /** Runs a statement within the same transaction. */
    public void update(String sql, Object... values) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setObject(i + 1, values[i]);
            }
            statement.executeUpdate();
        }
    }

    /** Commits. */
    public void end() throws SQLException {
        connection.commit();
    }
}
