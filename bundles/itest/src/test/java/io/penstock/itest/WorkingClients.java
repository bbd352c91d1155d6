package io.penstock.itest;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Clients of a PostgreSQL that connect, ask some queries one after the other, close and begin anew, whatever happens; a wrong
 * answer is a failure of the test, a lost session is only counted. Thread-safe.
 */
final class WorkingClients implements AutoCloseable {
    private static final int QUERIES_A_SESSION = 50;
    private static final long PAUSE_MS = 20;

    private final int port;
    private final List<Thread> threads = new ArrayList<>();
    private final AtomicLong attempts = new AtomicLong();
    private final AtomicLong connections = new AtomicLong();
    private final AtomicLong queries = new AtomicLong();
    private final AtomicLong failures = new AtomicLong();
    private volatile String lastFailure = "";
    private volatile String wrong = "";
    private volatile boolean stopped;

    WorkingClients(int port, int count) {
        this.port = port;
        for (int i = 0; i < count; i++) {
            Thread thread = new Thread(this::work, "client-" + i);
            threads.add(thread);
            thread.start();
        }
    }

    private void work() {
        while (!stopped) {
            attempts.incrementAndGet();
            try (Connection connection = Postgres.through(port)) {
                connections.incrementAndGet();
                session(connection);
            } catch (SQLException e) {
                failures.incrementAndGet();
                lastFailure = e.toString();
                pause();
            }
        }
    }

    private void session(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("select ?::int, md5((?::int)::text)")) {
            for (int i = 0; i < QUERIES_A_SESSION && !stopped; i++) {
                statement.setInt(1, i);
                statement.setInt(2, i);
                try (ResultSet rows = statement.executeQuery()) {
                    rows.next();
                    if (rows.getInt(1) != i) {
                        wrong = "asked " + i + ", was answered " + rows.getInt(1);
                    }
                }
                queries.incrementAndGet();
            }
        }
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(PAUSE_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Connections that were tried. */
    long attempts() {
        return attempts.get();
    }

    /** Sessions that began. */
    long connections() {
        return connections.get();
    }

    long queries() {
        return queries.get();
    }

    long failures() {
        return failures.get();
    }

    String lastFailure() {
        return lastFailure;
    }

    /** Lets each end its session, and waits for that; fails when one was answered wrongly. */
    void stop() throws InterruptedException {
        stopped = true;
        for (Thread thread : threads) {
            thread.join();
        }
        if (!wrong.isEmpty()) {
            throw new AssertionError(wrong);
        }
    }

    @Override
    public void close() throws InterruptedException {
        stop();
    }
}
