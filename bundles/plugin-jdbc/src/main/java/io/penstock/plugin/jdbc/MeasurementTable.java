package io.penstock.plugin.jdbc;

import io.penstock.core.error.PenstockException;
import io.penstock.core.event.Entity;
import io.penstock.core.event.EventText;
import io.penstock.core.event.Fields;
import io.penstock.core.event.Measurement;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;

/**
 * Measurements as points of series, so that what never changes is stored once. One connection, the output's thread.
 */
final class MeasurementTable implements AutoCloseable {
    /** Beyond this many series the one used longest ago is looked up again. */
    static final int MAX_CACHED_SERIES = 100_000;
    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private final Connection connection;
    private final Dialect dialect;
    private final String name;
    private final boolean create;
    private final Map<Series, Long> known = new LinkedHashMap<>(1024, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Series, Long> eldest) {
            return size() > MAX_CACHED_SERIES;
        }
    };
    private PreparedStatement insert;
    private int pending;

    /** @param create whether to make the tables at the first measurement */
    MeasurementTable(Connection connection, Dialect dialect, String name, boolean create) {
        this.connection = connection;
        this.dialect = dialect;
        this.name = name;
        this.create = create;
    }

    private record Series(String metric, String unit, Entity resource, Entity consumer, Fields attributes) {
        static Series of(Measurement event) {
            return new Series(event.metric(), event.unit(), event.resource(), event.consumer(), event.attributes());
        }
    }

    /** Adds a point; stored by {@link #flush}. */
    void add(Measurement event) throws SQLException {
        long nanos = epochNanos(event.time());
        if (insert == null) {
            open();
        }
        dialect.bindPoint(insert, series(Series.of(event)), nanos, event.value());
        insert.addBatch();
        pending++;
    }

    static long epochNanos(Instant time) {
        try {
            return Math.addExact(Math.multiplyExact(time.getEpochSecond(), NANOS_PER_SECOND), time.getNano());
        } catch (ArithmeticException e) {
            throw PenstockException.invalid("jdbc.time",
                    "measurements are stored from 1677-09-21 to 2262-04-11, but this one is of " + time);
        }
    }

    /** Made only when the view is not there: making it again would wait for everyone who reads it. */
    private void open() throws SQLException {
        if (create && dialect.columns(connection, name).isEmpty()) {
            try (Statement ddl = connection.createStatement()) {
                for (String statement : dialect.createMeasurements(name)) {
                    ddl.execute(statement);
                }
            }
        }
        insert = connection.prepareStatement(dialect.insertPoint(name));
    }

    private long series(Series series) throws SQLException {
        Long id = known.get(series);
        if (id == null) {
            String[] key = {series.metric(), series.unit(), series.resource().toString(),
                    series.consumer().toString(), EventText.text(series.attributes())};
            OptionalLong found = find(key);
            id = found.isPresent() ? found.getAsLong() : create(key);
            known.put(series, id);
        }
        return id;
    }

    private OptionalLong find(String[] key) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement("SELECT id FROM " + seriesTable()
                + " WHERE metric = ? AND unit = ? AND resource = ? AND consumer = ? AND attributes = ?")) {
            set(query, key);
            ResultSet rows = query.executeQuery();
            return rows.next() ? OptionalLong.of(rows.getLong(1)) : OptionalLong.empty();
        }
    }

    /** Another writer may have made it in between. */
    private long create(String[] key) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("INSERT INTO " + seriesTable()
                + " (metric, unit, resource, consumer, attributes) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING")) {
            set(statement, key);
            statement.executeUpdate();
        }
        return find(key).orElseThrow(() -> PenstockException.retry("jdbc.series",
                "the series of " + key[0] + " went away while it was made", null));
    }

    private String seriesTable() {
        return dialect.table(name + "_series");
    }

    private static void set(PreparedStatement statement, String[] key) throws SQLException {
        for (int i = 0; i < key.length; i++) {
            statement.setString(i + 1, Dialect.text(key[i]));
        }
    }

    /** Stores what was added. */
    void flush() throws SQLException {
        if (pending > 0) {
            pending = 0;
            insert.executeBatch();
        }
    }

    /** After a rollback: what was added, made or looked up may be gone. */
    void forget() throws SQLException {
        known.clear();
        pending = 0;
        close();
        insert = null;
    }

    @Override
    public void close() throws SQLException {
        if (insert != null) {
            insert.close();
        }
    }
}
