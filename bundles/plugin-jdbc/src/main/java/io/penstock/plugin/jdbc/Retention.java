package io.penstock.plugin.jdbc;

import io.penstock.core.time.Clock;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;

/** Deletes what is older than the option {@code keep} says, a bounded part at a time. The output's thread. */
final class Retention {
    /** Deleted with one batch at most, so that no batch waits for long; ten times a second that is 50 000 rows. */
    static final int MAX_ROWS = 5_000;

    private final Connection connection;
    private final Dialect dialect;
    private final JdbcOptions options;
    private final Clock clock;

    Retention(Connection connection, Dialect dialect, JdbcOptions options, Clock clock) {
        this.connection = connection;
        this.dialect = dialect;
        this.options = options;
        this.clock = clock;
    }

    /** Within the batch's transaction. */
    void apply() throws SQLException {
        if (options.keep().isPresent()) {
            deleteBefore(clock.now().minus(options.keep().get()));
        }
    }

    private void deleteBefore(Instant oldest) throws SQLException {
        String points = options.measurements() + "_points";
        String time = dialect.columns(connection, points).get("time");
        if (time == null) {
            return;
        }
        try (PreparedStatement delete = connection.prepareStatement(dialect.deleteOld(dialect.table(points)))) {
            dialect.bindPointTime(delete, 1, time, oldest);
            delete.setInt(2, MAX_ROWS);
            delete.executeUpdate();
        }
    }
}
