package io.penstock.control.server.store;

import java.util.List;
import java.util.Optional;

/**
 * Asks the database, within one transaction and on its thread. Values are String, Long, Integer, Boolean, Instant (kept as
 * epoch milliseconds), byte[], or Optional of these; never null.
 */
public interface Rows {
    /** All rows. */
    <T> List<T> list(String sql, RowReader<T> reader, Object... values);

    /** The first row, if there is one. */
    <T> Optional<T> one(String sql, RowReader<T> reader, Object... values);
}
