package io.penstock.plugin.jdbc;

import io.penstock.core.error.PenstockException;
import io.penstock.core.event.ValueType;
import io.penstock.core.value.Utf8Text;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What differs between the databases. Stateless apart from its settings; the output's thread, but {@link #interrupt}. */
interface Dialect {
    /** A new connection, in auto-commit mode. */
    Connection connect() throws SQLException;

    /** The statement that begins a transaction that will write. */
    String begin();

    /** Whether beginning failed because another writer is at work: worth another try soon. */
    default boolean worthWaiting(SQLException failure) {
        return false;
    }

    /** How many times to begin, each of which waits a little by itself, before giving up. */
    default int beginnings() {
        return 1;
    }

    /** Whether what the connection writes to is still what the URL names. */
    default boolean current() {
        return true;
    }

    /** Ends a statement that runs on another thread. */
    void interrupt(Connection connection) throws SQLException;

    /** A column's type for values of this type. */
    String declare(ValueType type);

    /** What values a column of this declared type takes; empty when any may be tried. */
    Optional<ValueType> typeOf(String declared);

    /** The table's columns with their declared types, in order; empty when there is no such table. */
    Map<String, String> columns(Connection connection, String table) throws SQLException;

    /** A table's name as SQL. */
    default String table(String name) {
        return quote(name);
    }

    /** A name as SQL. */
    default String quote(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    /** A text as every database can keep it: half a character pair, as JSON may hold, is INVALID. */
    static String text(String text) {
        if (!Utf8Text.isUnicode(text)) {
            throw PenstockException.invalid("jdbc.text",
                    "a text holds half a character pair (U+D800 to U+DFFF), which no database keeps");
        }
        return text;
    }

    /** Sets a parameter to an event's value; a null reference is NULL. */
    void bind(PreparedStatement statement, int index, Optional<ValueType> column, Object value) throws SQLException;

    /** Creates the table of batches, if it is not there. */
    String createBatches();

    /** Creates the tables and the view of measurements, where they are not there. */
    List<String> createMeasurements(Connection connection, String name) throws SQLException;

    /** The fastest way to add points to the table of measurements. */
    PointWriter points(Connection connection, String name) throws SQLException;

    /** A statement for each point, when it matters which of them is refused. */
    PointWriter pointRows(Connection connection, String name) throws SQLException;

    /** Whether {@link #series} is worth it: every statement is a round trip. */
    default boolean takesSeriesTogether() {
        return false;
    }

    /** Looks up or makes series, by metric, unit, resource, consumer, attributes: their ids, 0 for one it could not. */
    default long[] series(Connection connection, String table, List<String[]> keys) throws SQLException {
        return new long[keys.size()];
    }

    /** Deletes rows of the points table older than the first parameter, at most the second parameter's number. */
    String deleteOld(String points);

    /** Sets a parameter to what the points table's column of time, of the declared type, holds for it. */
    void bindPointTime(PreparedStatement statement, int index, String declared, Instant time) throws SQLException;

    /** Whether {@link #points} cannot write to this table, though {@link #pointRows} may. */
    default boolean blamesTheWay(SQLException failure) {
        return false;
    }

    /** Whether the row is to blame, not the database. */
    boolean blamesTheRow(SQLException failure);

    /** What to do about any other failure, in words for people. */
    PenstockException translate(SQLException failure);
}
