package io.penstock.plugin.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;

/** Points by a prepared statement of one row, many of which the driver sends together. */
final class PreparedPoints implements PointWriter {
    private final PreparedStatement insert;
    private final Binder binder;
    private int pending;

    /** Sets all parameters of a row, the first of which is at {@code first}. */
    @FunctionalInterface
    interface Binder {
        void bind(PreparedStatement statement, int first, long series, Instant time, Number value) throws SQLException;
    }

    PreparedPoints(Connection connection, String sql, Binder binder) throws SQLException {
        this.insert = connection.prepareStatement(sql);
        this.binder = binder;
    }

    @Override
    public void add(long series, Instant time, Number value) throws SQLException {
        binder.bind(insert, 1, series, time, value);
        insert.addBatch();
        pending++;
    }

    @Override
    public void flush() throws SQLException {
        if (pending > 0) {
            pending = 0;
            insert.executeBatch();
        }
    }

    @Override
    public void close() throws SQLException {
        insert.close();
    }
}
