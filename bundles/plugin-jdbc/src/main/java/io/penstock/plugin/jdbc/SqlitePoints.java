package io.penstock.plugin.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;

/** Points into SQLite, many rows a statement: what a statement costs is more than what a row costs. */
final class SqlitePoints implements PointWriter {
    /** With more nothing is gained; SQLite itself takes 32766 parameters. */
    static final int ROWS = 256;
    private static final int COLUMNS = 3;

    private final PreparedStatement many;
    private final PreparedPoints rest;
    private final PreparedPoints.Binder binder;
    private final long[] series = new long[ROWS];
    private final Instant[] times = new Instant[ROWS];
    private final Number[] values = new Number[ROWS];
    private int pending;

    /** @param insert the statement up to and with {@code VALUES} */
    SqlitePoints(Connection connection, String insert, String row, PreparedPoints.Binder binder) throws SQLException {
        this.many = connection.prepareStatement(insert + row + (", " + row).repeat(ROWS - 1));
        this.rest = new PreparedPoints(connection, insert + row, binder);
        this.binder = binder;
    }

    @Override
    public void add(long ofSeries, Instant time, Number value) throws SQLException {
        EpochNanos.of(time);
        series[pending] = ofSeries;
        times[pending] = time;
        values[pending++] = value;
        if (pending == ROWS) {
            pending = 0;
            for (int i = 0; i < ROWS; i++) {
                binder.bind(many, 1 + i * COLUMNS, series[i], times[i], values[i]);
            }
            many.executeUpdate();
        }
    }

    @Override
    public void flush() throws SQLException {
        int left = pending;
        pending = 0;
        for (int i = 0; i < left; i++) {
            rest.add(series[i], times[i], values[i]);
        }
        rest.flush();
    }

    @Override
    public void close() throws SQLException {
        many.close();
        rest.close();
    }
}
