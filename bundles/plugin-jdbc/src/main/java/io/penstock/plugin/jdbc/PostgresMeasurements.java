package io.penstock.plugin.jdbc;

import io.penstock.core.event.Unsigned;
import java.math.BigDecimal;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/** PostgreSQL's tables of measurements, and what is written to them other than by COPY. */
final class PostgresMeasurements {
    /** Looked up and made with one statement each. */
    private static final int SERIES_AT_ONCE = 1_000;
    private static final int KEY_COLUMNS = 5;
    private static final String KEYS = "unnest(?, ?, ?, ?, ?)";

    private PostgresMeasurements() {
    }

    /** The statements that make them. Nothing is unique in the points: TimescaleDB and partitions would forbid it. */
    static List<String> create(PostgresDialect dialect, String name, PointTime time) {
        boolean stamps = time == PointTime.TIMESTAMP;
        String series = dialect.table(name + "_series");
        String points = dialect.table(name + "_points");
        String index = dialect.quote(name.substring(name.indexOf('.') + 1) + "_points_time");
        return List.of(
                "CREATE TABLE IF NOT EXISTS " + series + " (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,"
                        + " metric text NOT NULL, unit text NOT NULL, resource text NOT NULL, consumer text NOT NULL,"
                        + " attributes text NOT NULL, UNIQUE (metric, unit, resource, consumer, attributes))",
                "CREATE TABLE IF NOT EXISTS " + points + " ("
                        + (stamps ? "time timestamp with time zone NOT NULL, nanos smallint NOT NULL" : "time bigint NOT NULL")
                        + ", series bigint NOT NULL, value_uint numeric(20,0), value_float double precision)",
                "CREATE INDEX IF NOT EXISTS " + index + " ON " + points + " USING brin (time)",
                "CREATE OR REPLACE VIEW " + dialect.table(name) + " AS SELECT s.metric, "
                        + (stamps ? "p.time" : "timestamp with time zone 'epoch' + p.time / 1000 * interval '1 microsecond'")
                        + " AS time, coalesce(p.value_float, p.value_uint::double precision) AS value, s.unit, s.resource,"
                        + " s.consumer, s.attributes::jsonb AS attributes, p.value_uint, "
                        + (stamps ? "round(extract(epoch FROM p.time) * 1000000)::numeric * 1000 + p.nanos" : "p.time")
                        + " AS time_ns FROM " + points + " p JOIN " + series + " s ON s.id = p.series");
    }

    static PointWriter rows(Connection connection, String points, PointTime time) throws SQLException {
        boolean stamps = time == PointTime.TIMESTAMP;
        return new PreparedPoints(connection, "INSERT INTO " + points + " (" + time.columns()
                + ", series, value_uint, value_float) VALUES (?, ?, ?, ?" + (stamps ? ", ?)" : ")"),
                stamps ? PostgresMeasurements::bindStamped : PostgresMeasurements::bind);
    }

    private static void bind(PreparedStatement statement, int first, long series, Instant time, Number value)
            throws SQLException {
        statement.setLong(first, EpochNanos.of(time));
        bindRest(statement, first + 1, series, value);
    }

    private static void bindStamped(PreparedStatement statement, int first, long series, Instant time, Number value)
            throws SQLException {
        PointTime.check(time);
        statement.setObject(first, time.truncatedTo(ChronoUnit.MICROS).atOffset(ZoneOffset.UTC));
        statement.setShort(first + 1, PointTime.belowMicros(time));
        bindRest(statement, first + 2, series, value);
    }

    private static void bindRest(PreparedStatement statement, int first, long series, Number value) throws SQLException {
        statement.setLong(first, series);
        if (value instanceof Unsigned unsigned) {
            statement.setBigDecimal(first + 1, new BigDecimal(unsigned.toString()));
            statement.setNull(first + 2, Types.DOUBLE);
        } else {
            statement.setNull(first + 1, Types.NUMERIC);
            statement.setDouble(first + 2, value.doubleValue());
        }
    }

    /** Looks the series up, makes what is missing, and looks again: another writer may make them at the same time. */
    static long[] series(Connection connection, String table, List<String[]> keys) throws SQLException {
        long[] ids = new long[keys.size()];
        List<Integer> missing = new ArrayList<>();
        for (int i = 0; i < ids.length; i++) {
            missing.add(i);
        }
        missing = find(connection, table, keys, missing, ids);
        // Two writers that make the same series in different order would wait for each other.
        missing.sort(Comparator.comparing(keys::get, Arrays::compare));
        for (int from = 0; from < missing.size(); from += SERIES_AT_ONCE) {
            List<Integer> part = missing.subList(from, Math.min(from + SERIES_AT_ONCE, missing.size()));
            try (PreparedStatement insert = connection.prepareStatement("INSERT INTO " + table
                    + " (metric, unit, resource, consumer, attributes) SELECT * FROM " + KEYS + " ON CONFLICT DO NOTHING")) {
                set(insert, connection, keys, part);
                insert.executeUpdate();
            }
        }
        find(connection, table, keys, missing, ids);
        return ids;
    }

    /** Fills in the ids of those wanted that are there; gives the others. */
    private static List<Integer> find(Connection connection, String table, List<String[]> keys, List<Integer> wanted,
                                      long[] ids) throws SQLException {
        List<Integer> missing = new ArrayList<>();
        for (int from = 0; from < wanted.size(); from += SERIES_AT_ONCE) {
            List<Integer> part = wanted.subList(from, Math.min(from + SERIES_AT_ONCE, wanted.size()));
            try (PreparedStatement query = connection.prepareStatement("SELECT k.n, s.id FROM " + KEYS
                    + " WITH ORDINALITY AS k (metric, unit, resource, consumer, attributes, n) JOIN " + table
                    + " s USING (metric, unit, resource, consumer, attributes)")) {
                set(query, connection, keys, part);
                ResultSet rows = query.executeQuery();
                while (rows.next()) {
                    ids[part.get((int) rows.getLong(1) - 1)] = rows.getLong(2);
                }
            }
            part.stream().filter(i -> ids[i] == 0).forEach(missing::add);
        }
        return missing;
    }

    private static void set(PreparedStatement statement, Connection connection, List<String[]> keys, List<Integer> part)
            throws SQLException {
        for (int column = 0; column < KEY_COLUMNS; column++) {
            Object[] texts = new Object[part.size()];
            for (int i = 0; i < texts.length; i++) {
                texts[i] = keys.get(part.get(i))[column];
            }
            Array array = connection.createArrayOf("text", texts);
            statement.setArray(column + 1, array);
        }
    }
}
