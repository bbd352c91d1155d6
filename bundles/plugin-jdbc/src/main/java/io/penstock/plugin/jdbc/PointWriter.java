package io.penstock.plugin.jdbc;

import java.sql.SQLException;
import java.time.Instant;

/** Adds points to the points table of one connection. The output's thread. */
interface PointWriter extends AutoCloseable {
    /** Adds a point, stored by {@link #flush}; a time the table cannot hold is INVALID, and nothing was added. */
    void add(long series, Instant time, Number value) throws SQLException;

    /** Stores what was added. */
    void flush() throws SQLException;

    @Override
    void close() throws SQLException;
}
