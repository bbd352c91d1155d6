package io.penstock.plugin.jdbc;

import io.penstock.core.error.PenstockException;
import io.penstock.core.event.EventText;
import io.penstock.core.event.Measurement;
import io.penstock.core.value.Utf8Text;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;

/** The series of measurements, each a row once, shared with other writers. One connection, the output's thread. */
final class SeriesTable implements AutoCloseable {
    private static final String COLUMNS = "metric, unit, resource, consumer, attributes";

    private final Connection connection;
    private final Dialect dialect;
    private final String table;
    private final SeriesCache cache = new SeriesCache();
    private PreparedStatement select;
    private PreparedStatement insert;

    SeriesTable(Connection connection, Dialect dialect, String table) {
        this.connection = connection;
        this.dialect = dialect;
        this.table = dialect.table(table);
    }

    /** The id of the event's series, which is made when there is none; a text the database cannot keep is INVALID. */
    long idOf(Measurement event) throws SQLException {
        OptionalLong known = cache.find(event);
        if (known.isPresent()) {
            return known.getAsLong();
        }
        SeriesCache.Series series = SeriesCache.Series.of(event);
        String[] key = key(series);
        OptionalLong found = find(key);
        long id = found.isPresent() ? found.getAsLong() : create(key);
        cache.put(series, id);
        return id;
    }

    /**
     * Looks up or makes many series at once where the dialect can, so that a thousand new ones are not three thousand
     * round trips. What cannot be stored is left to {@link #idOf}.
     */
    void prepare(Iterator<Measurement> events) throws SQLException {
        if (!dialect.takesSeriesTogether()) {
            return;
        }
        Set<SeriesCache.Series> fresh = new LinkedHashSet<>();
        while (events.hasNext() && fresh.size() < SeriesCache.MAX_SERIES) {
            Measurement event = events.next();
            if (cache.find(event).isEmpty()) {
                fresh.add(SeriesCache.Series.of(event));
            }
        }
        if (fresh.size() > 1) {
            createAll(fresh);
        }
    }

    private void createAll(Set<SeriesCache.Series> fresh) throws SQLException {
        List<SeriesCache.Series> series = new ArrayList<>();
        List<String[]> keys = new ArrayList<>();
        for (SeriesCache.Series each : fresh) {
            String[] key = text(each);
            if (storable(key)) {
                series.add(each);
                keys.add(key);
            }
        }
        long[] ids = dialect.series(connection, table, keys);
        for (int i = 0; i < ids.length; i++) {
            if (ids[i] > 0) {
                cache.put(series.get(i), ids[i]);
            }
        }
    }

    private static String[] text(SeriesCache.Series series) {
        return new String[] {series.metric(), series.unit(), series.resource().toString(),
                series.consumer().toString(), EventText.text(series.attributes())};
    }

    private static boolean storable(String[] key) {
        for (String text : key) {
            if (!Utf8Text.isUnicode(text)) {
                return false;
            }
        }
        return true;
    }

    private static String[] key(SeriesCache.Series series) {
        String[] key = text(series);
        for (String text : key) {
            Dialect.text(text);
        }
        return key;
    }

    private OptionalLong find(String[] key) throws SQLException {
        if (select == null) {
            select = connection.prepareStatement("SELECT id FROM " + table
                    + " WHERE metric = ? AND unit = ? AND resource = ? AND consumer = ? AND attributes = ?");
        }
        set(select, key);
        try (ResultSet rows = select.executeQuery()) {
            return rows.next() ? OptionalLong.of(rows.getLong(1)) : OptionalLong.empty();
        }
    }

    /** Another writer may have made it in between. */
    private long create(String[] key) throws SQLException {
        if (insert == null) {
            insert = connection.prepareStatement("INSERT INTO " + table + " (" + COLUMNS
                    + ") VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING");
        }
        set(insert, key);
        insert.executeUpdate();
        return find(key).orElseThrow(() -> PenstockException.retry("jdbc.series",
                "the series of " + key[0] + " went away while it was made", null));
    }

    private static void set(PreparedStatement statement, String[] key) throws SQLException {
        for (int i = 0; i < key.length; i++) {
            statement.setString(i + 1, key[i]);
        }
    }

    /** After a rollback: what was made or looked up may be gone. */
    void forget() throws SQLException {
        cache.clear();
        close();
    }

    @Override
    public void close() throws SQLException {
        if (select != null) {
            select.close();
            select = null;
        }
        if (insert != null) {
            insert.close();
            insert = null;
        }
    }
}
