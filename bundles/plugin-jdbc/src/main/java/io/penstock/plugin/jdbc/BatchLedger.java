package io.penstock.plugin.jdbc;

import io.penstock.core.batch.BatchId;
import io.penstock.core.event.ValueType;
import io.penstock.core.time.Clock;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/** Which batches the database holds: one row per stream, changed in the transaction that adds the batch's rows. */
final class BatchLedger {
    static final String TABLE = "penstock_batches";
    /** Streams nobody wrote to for so long are forgotten: an output begins a new one at every start that keeps no state. */
    static final Duration KEEP = Duration.ofDays(400);
    /** Forgotten at a time at most; with one time a connection more than enough. */
    private static final int MAX_FORGOTTEN = 1_000;

    private final Connection connection;
    private final Dialect dialect;
    private final Clock clock;

    BatchLedger(Connection connection, Dialect dialect, Clock clock) {
        this.connection = connection;
        this.dialect = dialect;
        this.clock = clock;
    }

    /** The last batch stored. */
    OptionalLong committed(String stream) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement("SELECT seq FROM " + TABLE + " WHERE stream = ?")) {
            query.setString(1, stream);
            ResultSet rows = query.executeQuery();
            return rows.next() ? OptionalLong.of(rows.getLong(1)) : OptionalLong.empty();
        }
    }

    /**
     * Notes the batch as stored, and locks its stream until the transaction ends: a second writer of the same stream,
     * left over from before a restart, waits here and then finds its batch stored.
     *
     * @return false when the database has the batch already; then nothing was changed
     */
    boolean claim(BatchId id) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement("INSERT INTO " + TABLE
                + " AS b (stream, seq, committed_at) VALUES (?, ?, ?) ON CONFLICT (stream) DO UPDATE"
                + " SET seq = excluded.seq, committed_at = excluded.committed_at WHERE b.seq < excluded.seq")) {
            update.setString(1, id.stream());
            update.setLong(2, id.seq());
            dialect.bind(update, 3, Optional.of(ValueType.TIME), clock.now());
            return update.executeUpdate() > 0;
        }
    }

    /** Forgets streams of long ago, a part of them. */
    void forgetOld() throws SQLException {
        try (PreparedStatement delete = connection.prepareStatement("DELETE FROM " + TABLE + " WHERE stream IN (SELECT"
                + " stream FROM " + TABLE + " WHERE committed_at < ? LIMIT " + MAX_FORGOTTEN + ")")) {
            dialect.bind(delete, 1, Optional.of(ValueType.TIME), clock.now().minus(KEEP));
            delete.executeUpdate();
        }
    }
}
