package io.penstock.plugin.jdbc;

import io.penstock.core.batch.Batch;
import io.penstock.core.batch.BatchId;
import io.penstock.core.event.EventText;
import io.penstock.core.value.Utf8Text;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The events of stored batches that the database refused, kept in the batch's transaction until their sender has surely
 * put them aside: it might stop in between, and a stored batch does not come again. The output's thread.
 */
final class RefusedTable {
    static final String TABLE = "penstock_refused";
    private static final int MAX_REASON_CHARS = 1000;
    private static final Pattern UNPRINTABLE = Pattern.compile("[\\s\\p{Cntrl}]+");
    private static final Pattern HALF_PAIR = Pattern.compile("[\\ud800-\\udfff]");
    private static final String COLUMNS =
            " (stream text NOT NULL, seq bigint NOT NULL, reason text NOT NULL, event text NOT NULL)";

    private final Connection connection;
    private final Dialect dialect;
    private final boolean create;

    /** @param create whether to make the table; nothing is kept where there is none */
    RefusedTable(Connection connection, Dialect dialect, boolean create) {
        this.connection = connection;
        this.dialect = dialect;
        this.create = create;
    }

    /** A reason as people can read it: what it quotes of the event may hold anything. */
    static String oneLine(String reason) {
        String line = UNPRINTABLE.matcher(reason).replaceAll(" ");
        return line.substring(0, Math.min(line.length(), MAX_REASON_CHARS));
    }

    /** Keeps the refused events of a batch. */
    void keep(Batch batch, Map<Integer, String> reasons) throws SQLException {
        if (dialect.columns(connection, TABLE).isEmpty()) {
            if (!create) {
                return;
            }
            try (Statement ddl = connection.createStatement()) {
                ddl.execute("CREATE TABLE IF NOT EXISTS " + TABLE + COLUMNS);
            }
        }
        try (PreparedStatement insert = connection.prepareStatement(
                "INSERT INTO " + TABLE + " (stream, seq, reason, event) VALUES (?, ?, ?, ?)")) {
            for (Map.Entry<Integer, String> each : reasons.entrySet()) {
                insert.setString(1, batch.id().stream());
                insert.setLong(2, batch.id().seq());
                insert.setString(3, storable(each.getValue()));
                insert.setString(4, storable(EventText.json(batch.events().get(each.getKey()))));
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    /** Half a character pair may be why the event was refused. */
    private static String storable(String text) {
        return Utf8Text.isUnicode(text) ? text : HALF_PAIR.matcher(text).replaceAll("?");
    }

    /** Forgets those of a batch. */
    void forget(BatchId id) throws SQLException {
        if (dialect.columns(connection, TABLE).isEmpty()) {
            return;
        }
        try (PreparedStatement delete = connection.prepareStatement(
                "DELETE FROM " + TABLE + " WHERE stream = ? AND seq = ?")) {
            delete.setString(1, id.stream());
            delete.setLong(2, id.seq());
            delete.executeUpdate();
        }
    }
}
