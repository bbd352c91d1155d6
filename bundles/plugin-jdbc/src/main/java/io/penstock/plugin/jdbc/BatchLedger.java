package io.penstock.plugin.jdbc;

import io.penstock.core.batch.BatchId;
import io.penstock.core.event.ValueType;
import io.penstock.core.time.Clock;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Which batches the database holds: one row per stream, changed in the transaction that adds the batch's rows. */
final class BatchLedger {
    static final String TABLE = "penstock_batches";

    private static final int MAX_REASON_CHARS = 1000;
    private static final Pattern UNPRINTABLE = Pattern.compile("[\\s\\p{Cntrl}]+");

    private final Connection connection;
    private final Dialect dialect;
    private final Clock clock;

    BatchLedger(Connection connection, Dialect dialect, Clock clock) {
        this.connection = connection;
        this.dialect = dialect;
        this.clock = clock;
    }

    /**
     * The last batch that needs not come again. A batch with refused events does, until the next one is stored: whoever
     * sent it may have stopped before it put those events aside.
     */
    OptionalLong committed(String stream) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(
                "SELECT seq, rejected FROM " + TABLE + " WHERE stream = ?")) {
            query.setString(1, stream);
            ResultSet rows = query.executeQuery();
            return !rows.next() ? OptionalLong.empty()
                    : OptionalLong.of(rows.getString(2) == null ? rows.getLong(1) : rows.getLong(1) - 1);
        }
    }

    /** Keeps, within the claim's transaction, which of the batch's events were refused and why. */
    void reject(BatchId id, Map<Integer, String> reasons) throws SQLException {
        String lines = reasons.entrySet().stream()
                .map(each -> each.getKey() + "\t" + oneLine(each.getValue()))
                .collect(Collectors.joining("\n"));
        try (PreparedStatement update = connection.prepareStatement(
                "UPDATE " + TABLE + " SET rejected = ? WHERE stream = ?")) {
            update.setString(1, lines);
            update.setString(2, id.stream());
            update.executeUpdate();
        }
    }

    /** A reason as it is kept: what it quotes of the event may hold anything. */
    static String oneLine(String reason) {
        String line = UNPRINTABLE.matcher(reason).replaceAll(" ");
        return line.substring(0, Math.min(line.length(), MAX_REASON_CHARS));
    }

    /** What was refused of a stored batch, if it is the stream's last one. */
    Map<Integer, String> rejected(BatchId id) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(
                "SELECT rejected FROM " + TABLE + " WHERE stream = ? AND seq = ? AND rejected IS NOT NULL")) {
            query.setString(1, id.stream());
            query.setLong(2, id.seq());
            ResultSet rows = query.executeQuery();
            return !rows.next() ? Map.of() : rows.getString(1).lines().map(line -> line.split("\t", 2))
                    .collect(Collectors.toMap(parts -> Integer.valueOf(parts[0]), parts -> parts[1]));
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
                + " SET seq = excluded.seq, committed_at = excluded.committed_at, rejected = NULL WHERE b.seq < excluded.seq")) {
            update.setString(1, id.stream());
            update.setLong(2, id.seq());
            dialect.bind(update, 3, Optional.of(ValueType.TIME), clock.now());
            return update.executeUpdate() > 0;
        }
    }
}
