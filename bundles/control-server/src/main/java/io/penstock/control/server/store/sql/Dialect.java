package io.penstock.control.server.store.sql;

import io.penstock.core.error.PenstockException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** Where a database is and what it does its own way. Thread-safe. */
public sealed interface Dialect permits SqliteDatabase, PostgresDatabase {
    /** {@code sqlite} or {@code postgresql}. */
    String name();

    /** Where it is, as people may see it. */
    String shown();

    /** Opens a connection in auto-commit mode. */
    Connection connect() throws SQLException;

    /** Begins a transaction that may write. */
    String beginWriting();

    /** Begins a transaction that sees one state of everything. */
    String beginReading();

    /** What migrations write {@code ${bytes}} for, and the like. */
    Map<String, String> placeholders();

    /** Names the transaction that is open, where its fate can be asked for later. */
    Optional<String> transaction(SqlSession session) throws SQLException;

    /** Whether a transaction so named was committed. */
    boolean committed(SqlSession session, String transaction) throws SQLException;

    /** A clock all servers share, if there is one. */
    Optional<Instant> now(SqlSession session) throws SQLException;

    /** Within a transaction: wakes {@link #heard} on all servers at its commit. */
    void tell(SqlSession session, String text) throws SQLException;

    /** Says that this connection wants to be woken. */
    void listen(SqlSession session) throws SQLException;

    /** Waits until told something, or for the time; whether it was told. */
    boolean heard(SqlSession session, Duration atMost) throws SQLException;

    /** Whether {@link #tell} reaches anybody. */
    boolean tells();

    /** Writes everything, as it is at one moment, to a file that is not there. */
    void copyTo(SqlSession session, Path file) throws SQLException;

    /** Whether the same work may pass when it is done again. */
    boolean worthTrying(SQLException failure);

    /** Whether a row like it is there already. */
    boolean duplicate(SQLException failure);

    /** Says what is wrong, and what to do. */
    PenstockException translate(SQLException failure);
}
