package io.penstock.plugin.jdbc;

import static io.penstock.plugin.jdbc.SqliteFile.NOW;
import static io.penstock.plugin.jdbc.SqliteFile.batch;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.penstock.core.event.Entity;
import io.penstock.core.event.Event;
import io.penstock.core.event.Fields;
import io.penstock.core.event.Measurement;
import io.penstock.core.event.Unsigned;
import io.penstock.core.plugin.RejectedEvents;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Points go by COPY; what COPY cannot do goes row by row. */
class PostgresPointsTest {
    private static PostgresServer server;

    @TempDir
    private Path folder;

    @BeforeAll
    static void startTheServer() throws Exception {
        server = new PostgresServer();
    }

    @AfterAll
    static void stopTheServer() throws Exception {
        server.close();
    }

    @BeforeEach
    void startWithNothing() throws Exception {
        server.empty();
    }

    private static Measurement point(String metric, Instant time, Number value) {
        return Measurement.of(metric, time, value, "1");
    }

    private static final List<Number> NUMBERS = List.of(Unsigned.of(0), Unsigned.of(1), Unsigned.of(9_999),
            Unsigned.of(10_000), Unsigned.of(100_000_000), Unsigned.of(10_000_0001L), Unsigned.of(Long.MAX_VALUE),
            Unsigned.ofBits(Long.MIN_VALUE), Unsigned.parse("10000000000000000000"), Unsigned.MAX, -0.0, 0.0, Double.NaN,
            Double.POSITIVE_INFINITY, Double.MIN_VALUE, -Double.MAX_VALUE, 0.1);

    @ParameterizedTest
    @ValueSource(strings = {"nanoseconds", "timestamp"})
    void copiesEveryNumberAndTimeExactly(String pointTime) throws Exception {
        List<Event> events = new ArrayList<>();
        List<Number> numbers = new ArrayList<>(NUMBERS);
        Random random = new Random(7);
        for (int i = 0; i < 500; i++) {
            numbers.add(Unsigned.ofBits(random.nextLong() >>> random.nextInt(64)));
        }
        Instant start = Instant.parse("1677-09-21T00:12:43.145224193Z");
        for (int i = 0; i < numbers.size(); i++) {
            Instant time = i % 3 == 0 ? start.plusNanos(i) : i % 3 == 1 ? Instant.EPOCH.minusNanos(i) : NOW.plusNanos(i);
            events.add(point("m" + i, time, numbers.get(i)));
        }
        try (JdbcOutput output = server.output(folder, "point-time", pointTime)) {
            output.write(batch(1, events.toArray(Event[]::new)));
        }
        List<List<Object>> rows = server.query("SELECT p.value_uint::text, p.value_float, v.time_ns::text, v.time::text"
                + " FROM measurements v JOIN measurements_series s USING (metric) JOIN measurements_points p ON p.series = s.id"
                + " ORDER BY substr(metric, 2)::int");
        assertThat(rows).hasSize(events.size());
        for (int i = 0; i < rows.size(); i++) {
            Measurement event = (Measurement) events.get(i);
            boolean whole = event.value() instanceof Unsigned;
            assertThat(rows.get(i).get(whole ? 0 : 1)).isEqualTo(whole ? event.value().toString() : event.value());
            assertThat(rows.get(i).get(whole ? 1 : 0)).isNull();
            assertThat(rows.get(i).get(2)).isEqualTo(Long.toString(EpochNanos.of(event.time())));
        }
    }

    @Test
    void findsTheRowsThatCopyingStumblesOver() throws Exception {
        server.output(folder).close();
        try (JdbcOutput output = server.output(folder)) {
            output.write(batch(1, point("m", NOW, 1.0)));
            server.execute("ALTER TABLE measurements_points ADD CHECK (value_float IS NULL OR value_float < 100)");
            RejectedEvents refused = catchThrowableOfType(RejectedEvents.class, () -> output.write(batch(2,
                    point("m", NOW, 2.0), point("m", NOW, 200.0), point("new", NOW, 3.0), point("nul\0", NOW, 4.0),
                    point("half\ud800", NOW, 5.0), point("m", Instant.MAX, 6.0))));
            assertThat(refused.reasons()).containsOnlyKeys(1, 3, 4, 5);
            assertThat(refused.reasons().get(1)).contains("check constraint");
            assertThat(output.committed(SqliteFile.STREAM)).hasValue(2);
            output.write(batch(3, point("m", NOW, 7.0)));
        }
        assertThat(server.query("SELECT value FROM measurements ORDER BY value"))
                .containsExactly(List.of(1.0), List.of(2.0), List.of(3.0), List.of(7.0));
    }

    @Test
    void writesRowsWhereCopyIsNotAllowed() throws Exception {
        server.execute("DO $$ BEGIN IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'writer') THEN"
                + " CREATE ROLE writer LOGIN; END IF; END $$");
        server.output(folder).close();
        try (JdbcOutput owner = server.output(folder)) {
            owner.write(batch(1, point("m", NOW, 1.0)));
        }
        server.execute("GRANT ALL ON ALL TABLES IN SCHEMA public TO writer; ALTER TABLE measurements_points ENABLE ROW"
                + " LEVEL SECURITY; CREATE POLICY any_row ON measurements_points USING (true)");
        try (JdbcOutput output = server.output(folder, "user", "writer")) {
            output.write(batch(2, point("m", NOW, 2.0), point("n", NOW, 3.0)));
            output.write(batch(3, point("m", NOW, 4.0)));
        }
        assertThat(server.query("SELECT count(*), sum(value) FROM measurements")).containsExactly(List.of(4L, 10.0));
    }

    @Test
    void writesRowsIntoATableOfOtherTypes() throws Exception {
        server.execute("CREATE TABLE measurements_points (time bigint NOT NULL, series integer NOT NULL, value_uint numeric,"
                + " value_float real CHECK (value_float < 100))");
        try (JdbcOutput output = server.output(folder)) {
            output.write(batch(1, point("m", NOW, 2.0), point("n", NOW, Unsigned.MAX)));
            RejectedEvents refused = catchThrowableOfType(RejectedEvents.class, () -> output.write(batch(2,
                    point("m", NOW, 3.0), point("m", NOW, 200.0), point("m", NOW, 4.0))));
            assertThat(refused.reasons()).containsOnlyKeys(1);
        }
        assertThat(server.query("SELECT value_uint::text, value_float FROM measurements_points")).hasSize(4)
                .contains(java.util.Arrays.asList("18446744073709551615", null));
    }

    @Test
    void findsAFewRefusedRowsAmongThousands() throws Exception {
        try (JdbcOutput output = server.output(folder)) {
            output.write(batch(1, point("m", NOW, 1.0)));
            server.execute("ALTER TABLE measurements_points ADD CHECK (value_uint NOT IN (0, 1234, 4999))");
            Event[] points = new Event[5_000];
            java.util.Arrays.setAll(points, i -> point("m" + i % 50, NOW, Unsigned.of(i)));
            RejectedEvents refused = catchThrowableOfType(RejectedEvents.class, () -> output.write(batch(2, points)));
            assertThat(refused.reasons()).containsOnlyKeys(0, 1234, 4999);
        }
        assertThat(server.query("SELECT count(*), sum(value_uint)::bigint FROM measurements"))
                .containsExactly(List.of(4_998L, 4_999L * 2_500 - 1234 - 4999));
    }

    @Test
    void writesPartitionsByTimeAndRefusesWhatBelongsToNone() throws Exception {
        server.execute("CREATE TABLE measurements_points (time timestamptz NOT NULL,"
                + " nanos smallint NOT NULL, series bigint NOT NULL, value_uint numeric(20,0), value_float double precision)"
                + " PARTITION BY RANGE (time); CREATE TABLE p1 PARTITION OF measurements_points FOR VALUES FROM"
                + " ('2025-01-01') TO ('2026-01-01'); CREATE TABLE p2 PARTITION OF measurements_points FOR VALUES FROM"
                + " ('2026-01-01') TO ('2027-01-01')");
        try (JdbcOutput output = server.output(folder, "keep", "100d")) {
            RejectedEvents refused = catchThrowableOfType(RejectedEvents.class, () -> output.write(batch(2,
                    point("m", NOW.minusSeconds(86_400L * 50), 2.0), point("m", NOW, 3.0), point("m", Instant.EPOCH, 4.0))));
            assertThat(refused.reasons()).containsOnlyKeys(2);
            output.write(batch(3, point("m", NOW.minusSeconds(86_400L * 150), 5.0), point("m", NOW, 6.0)));
        }
        assertThat(server.query("SELECT value FROM measurements ORDER BY value"))
                .as("the old one is deleted, and none at the same place in another partition")
                .containsExactly(List.of(2.0), List.of(3.0), List.of(6.0));
    }

    @Test
    void makesManySeriesAtOnceAlsoWhenAnotherWriterHasSome() throws Exception {
        List<Event> events = new ArrayList<>();
        for (int i = 0; i < 2_500; i++) {
            events.add(new Measurement("m" + i % 50, NOW, Unsigned.of(i), "1", new Entity("disk", Integer.toString(i)),
                    Entity.LOCAL_MACHINE, i % 2 == 0 ? Fields.EMPTY : Fields.of("a", "b")));
        }
        try (JdbcOutput one = server.output(folder); JdbcOutput other = server.output(folder)) {
            one.write(batch(1, events.subList(500, 1_500).toArray(Event[]::new)));
            other.write(batch(2, events.toArray(Event[]::new)));
            one.write(batch(3, events.toArray(Event[]::new)));
        }
        assertThat(server.query("SELECT count(*) FROM measurements_series")).containsExactly(List.of(2_500L));
        assertThat(server.query("SELECT count(*), count(*) FILTER (WHERE value_uint::text = substr(resource, 6))"
                + " FROM measurements")).containsExactly(List.of(6_000L, 6_000L));
    }
}
