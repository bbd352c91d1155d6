package io.penstock.plugin.jdbc;

import io.penstock.core.batch.Batch;
import io.penstock.core.batch.BatchId;
import io.penstock.core.event.Event;
import io.penstock.core.event.Fields;
import io.penstock.core.event.Record;
import io.penstock.core.time.ManualClock;
import io.penstock.testing.Plugins;
import io.penstock.testing.TestContext;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.sqlite.JDBC;

/** An embedded database in a test's folder: outputs that write to it, and a second pair of eyes. */
record SqliteFile(Path folder, ManualClock clock) {
    static final Instant NOW = Instant.parse("2026-01-02T03:04:05.000000006Z");
    static final String STREAM = "stream-1";

    static SqliteFile in(Path folder) {
        return new SqliteFile(folder, new ManualClock(NOW));
    }

    JdbcOutput output(Map<String, Object> written) {
        JdbcOutputPlugin plugin = new JdbcOutputPlugin();
        JdbcOutput output = (JdbcOutput) plugin.create(Plugins.options(plugin, written), TestContext.of(folder, clock));
        output.open();
        return output;
    }

    static Batch batch(long seq, Event... events) {
        return new Batch(new BatchId(STREAM, seq), List.of(events));
    }

    static Record row(Object... namesAndValues) {
        Fields.Builder fields = Fields.builder();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            fields.set((String) namesAndValues[i], namesAndValues[i + 1]);
        }
        return Record.of(NOW, fields.build());
    }

    Connection connection() throws SQLException {
        return JDBC.createConnection("jdbc:sqlite:" + folder.resolve("penstock.db"), new java.util.Properties());
    }

    void execute(String sql) throws SQLException {
        try (Connection connection = connection(); Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** Rows of values as SQLite stores them: Integer or Long, Double, String, byte[], null. */
    List<List<Object>> query(String sql) throws SQLException {
        try (Connection connection = connection(); Statement statement = connection.createStatement()) {
            ResultSet rows = statement.executeQuery(sql);
            List<List<Object>> all = new ArrayList<>();
            while (rows.next()) {
                List<Object> row = new ArrayList<>();
                for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
                    Object value = rows.getObject(i);
                    row.add(value instanceof Integer whole ? (Object) whole.longValue() : value);
                }
                all.add(row);
            }
            return all;
        }
    }

    Object value(String sql) throws SQLException {
        return query(sql).get(0).get(0);
    }
}
