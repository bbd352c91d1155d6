package io.penstock.plugin.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * The transaction of a connection that is in auto-commit mode, by SQL: SQLite's driver would otherwise begin the next
 * one right after each commit, and with it lock everyone else out. The output's thread.
 */
final class Transaction {
    private final Connection connection;
    private final Dialect dialect;
    private volatile boolean giveUp;
    private boolean open;

    Transaction(Connection connection, Dialect dialect) {
        this.connection = connection;
        this.dialect = dialect;
    }

    /** Waits for other writers for as long as the dialect says, or until {@link #giveUp}. */
    void begin() throws SQLException {
        int left = dialect.beginnings();
        while (!open) {
            try {
                execute(dialect.begin());
                open = true;
            } catch (SQLException e) {
                if (--left <= 0 || giveUp || !dialect.worthWaiting(e)) {
                    throw e;
                }
            }
        }
    }

    /** From any thread: waits no more. */
    void giveUp() {
        giveUp = true;
    }

    void commit() throws SQLException {
        execute("COMMIT");
        open = false;
    }

    /** Nothing happens when none is open; SQLite ends one by itself after some errors. */
    void rollback() throws SQLException {
        if (open) {
            open = false;
            execute("ROLLBACK");
        }
    }

    void savepoint() throws SQLException {
        execute("SAVEPOINT row");
    }

    void release() throws SQLException {
        execute("RELEASE SAVEPOINT row");
    }

    /** The savepoint is used up. */
    void rollbackToSavepoint() throws SQLException {
        execute("ROLLBACK TO SAVEPOINT row");
        release();
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
