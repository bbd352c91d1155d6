package io.penstock.control.server.store.sql;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One connection, and the statements prepared on it. Its owner's thread only. */
public final class SqlSession implements AutoCloseable {
    /** Makes something of the row a result is at. */
    @FunctionalInterface
    public interface Reader<T> {
        T read(ResultSet row) throws SQLException;
    }

    private static final int STATEMENTS = 128;

    private final Connection connection;
    private final Map<String, PreparedStatement> statements = new LinkedHashMap<>(16, 0.75f, true);

    public SqlSession(Connection connection) {
        this.connection = connection;
    }

    Connection connection() {
        return connection;
    }

    /** Runs a statement without values: {@code begin}, {@code commit}, and the like. */
    public void run(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** All rows. */
    public <T> List<T> list(String sql, Reader<T> reader, Object... values) throws SQLException {
        PreparedStatement statement = prepared(sql, values);
        try (ResultSet rows = statement.executeQuery()) {
            List<T> all = new ArrayList<>();
            while (rows.next()) {
                all.add(reader.read(rows));
            }
            return all;
        }
    }

    /** The first row. */
    public <T> Optional<T> one(String sql, Reader<T> reader, Object... values) throws SQLException {
        PreparedStatement statement = prepared(sql, values);
        try (ResultSet rows = statement.executeQuery()) {
            return rows.next() ? Optional.of(reader.read(rows)) : Optional.empty();
        }
    }

    /** Changes rows; how many. */
    public int update(String sql, Object... values) throws SQLException {
        return prepared(sql, values).executeUpdate();
    }

    /** The same for many rows. */
    public void batch(String sql, List<Object[]> rows) throws SQLException {
        PreparedStatement statement = prepared(sql);
        try {
            for (Object[] values : rows) {
                bind(statement, values);
                statement.addBatch();
            }
            statement.executeBatch();
        } finally {
            statement.clearBatch();
        }
    }

    private PreparedStatement prepared(String sql, Object... values) throws SQLException {
        PreparedStatement statement = statements.get(sql);
        if (statement == null) {
            makeRoom();
            statement = connection.prepareStatement(sql);
            statements.put(sql, statement);
        }
        bind(statement, values);
        return statement;
    }

    private void makeRoom() throws SQLException {
        if (statements.size() >= STATEMENTS) {
            var eldest = statements.entrySet().iterator();
            PreparedStatement unused = eldest.next().getValue();
            eldest.remove();
            unused.close();
        }
    }

    private static void bind(PreparedStatement statement, Object... values) throws SQLException {
        for (int i = 0; i < values.length; i++) {
            bind(statement, i + 1, values[i]);
        }
    }

    private static void bind(PreparedStatement statement, int index, Object value) throws SQLException {
        if (value instanceof Optional<?> optional) {
            if (optional.isPresent()) {
                bind(statement, index, optional.get());
            } else {
                statement.setNull(index, Types.NULL);
            }
        } else if (value instanceof String text) {
            statement.setString(index, text);
        } else if (value instanceof Long || value instanceof Integer) {
            statement.setLong(index, ((Number) value).longValue());
        } else if (value instanceof Boolean flag) {
            statement.setLong(index, flag ? 1 : 0);
        } else if (value instanceof Instant time) {
            statement.setLong(index, time.toEpochMilli());
        } else if (value instanceof byte[] bytes) {
            statement.setBytes(index, bytes);
        } else {
            throw new IllegalArgumentException("value " + index + " of the statement is "
                    + (value == null ? "null" : "a " + value.getClass().getName())
                    + "; expected a text, number, flag, time, bytes, or an Optional of them");
        }
    }

    /** Ends the connection; what it had open is undone by the database. */
    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            // It is gone either way.
        }
    }
}
