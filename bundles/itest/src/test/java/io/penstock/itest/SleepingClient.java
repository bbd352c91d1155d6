package io.penstock.itest;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** A session of PostgreSQL that waits for a slow query. Used by one thread. */
final class SleepingClient implements AutoCloseable {
    private static final long MOST_S = 85;

    private final ExecutorService thread = Executors.newSingleThreadExecutor();
    private final Connection connection;
    private final Future<?> query;

    SleepingClient(int port) throws SQLException {
        connection = Postgres.through(port);
        Statement statement = connection.createStatement();
        query = thread.submit(() -> statement.execute("select pg_sleep(88)"));
    }

    /** Waits for the error that a lost session ends with. */
    void awaitFailure() {
        assertThatThrownBy(() -> query.get(MOST_S, TimeUnit.SECONDS)).cause().isInstanceOf(SQLException.class);
    }

    @Override
    public void close() {
        thread.shutdownNow();
        try {
            connection.close();
        } catch (SQLException e) {
            // It was lost.
        }
    }
}
