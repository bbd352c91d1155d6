package io.penstock.plugin.jdbc;

import static io.penstock.plugin.jdbc.SqliteFile.NOW;
import static io.penstock.plugin.jdbc.SqliteFile.STREAM;
import static io.penstock.plugin.jdbc.SqliteFile.batch;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.penstock.core.event.Entity;
import io.penstock.core.event.Event;
import io.penstock.core.event.Fields;
import io.penstock.core.event.Measurement;
import io.penstock.core.event.Unsigned;
import io.penstock.core.plugin.RejectedEvents;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteMeasurementsTest {
    @TempDir
    private Path folder;
    private SqliteFile database;

    @BeforeEach
    void makeADatabase() {
        database = SqliteFile.in(folder);
    }

    private static Measurement point(String metric, Number value) {
        return Measurement.of(metric, NOW, value, "By");
    }

    @Test
    void showsMeasurementsInAReadableView() throws Exception {
        Measurement event = new Measurement("cpu_time_total", NOW, Unsigned.of(42), "ms", new Entity("cpu_core", "1"),
                new Entity("process", "77"), Fields.of("mode", "user"));
        try (JdbcOutput output = database.output(Map.of())) {
            output.write(batch(1, event));
        }
        assertThat(database.query("SELECT metric, time, value, unit, resource, consumer, attributes FROM measurements"))
                .containsExactly(List.of("cpu_time_total", "2026-01-02T03:04:05.000000006Z", 42L, "ms", "cpu_core/1",
                        "process/77", "{\"mode\":\"user\"}"));
    }

    @Test
    void keepsEveryNumberExactly() throws Exception {
        try (JdbcOutput output = database.output(Map.of())) {
            output.write(batch(1, point("a", Unsigned.MAX), point("b", Unsigned.of(Long.MAX_VALUE)),
                    point("c", Double.NaN), point("d", -0.0), point("e", Double.NEGATIVE_INFINITY),
                    point("f", 3.0), point("g", Double.MIN_VALUE)));
        }
        List<List<Object>> rows = database.query("SELECT typeof(value), value FROM measurements ORDER BY metric");
        assertThat(rows).containsExactly(List.of("text", "18446744073709551615"),
                List.of("integer", Long.MAX_VALUE), List.of("text", "NaN"), List.of("real", -0.0),
                List.of("real", Double.NEGATIVE_INFINITY), List.of("real", 3.0), List.of("real", Double.MIN_VALUE));
        assertThat(1 / (Double) rows.get(3).get(1)).as("the sign of zero").isEqualTo(Double.NEGATIVE_INFINITY);
    }

    @Test
    void keepsNanosecondsBeforeAndAfter1970() throws Exception {
        Instant before = Instant.parse("1969-12-31T23:59:59.999999999Z");
        Instant latest = Instant.parse("2262-04-11T23:47:16.854775807Z");
        try (JdbcOutput output = database.output(Map.of())) {
            output.write(batch(1, Measurement.of("a", before, 1.0, "1"), Measurement.of("b", latest, 1.0, "1")));
        }
        assertThat(database.query("SELECT time FROM measurements ORDER BY metric"))
                .containsExactly(List.of(before.toString()), List.of(latest.toString()));
    }

    @Test
    void refusesATimeBeyondNanosecondsAndStoresTheRest() throws Exception {
        try (JdbcOutput output = database.output(Map.of())) {
            RejectedEvents rejected = catchThrowableOfType(RejectedEvents.class, () -> output.write(batch(1,
                    point("a", 1.0), Measurement.of("b", Instant.MAX, 1.0, "1"), point("c", 1.0))));
            assertThat(rejected.reasons()).containsOnlyKeys(1);
            assertThat(rejected.reasons().get(1)).contains("2262");
        }
        assertThat(database.query("SELECT metric FROM measurements")).hasSize(2);
    }

    @Test
    void addsNothingWhenABatchComesAgain() throws Exception {
        try (JdbcOutput output = database.output(Map.of())) {
            assertThat(output.committed(STREAM)).isEmpty();
            output.write(batch(1, point("a", 1.0)));
            output.write(batch(1, point("a", 1.0)));
            output.write(batch(2, point("a", 2.0)));
            assertThat(output.committed(STREAM)).hasValue(2);
        }
        try (JdbcOutput restarted = database.output(Map.of())) {
            assertThat(restarted.committed(STREAM)).hasValue(2);
            restarted.write(batch(1, point("a", 1.0)));
            restarted.write(batch(2, point("a", 2.0)));
            restarted.write(batch(3, point("a", 3.0)));
        }
        assertThat(database.query("SELECT value FROM measurements ORDER BY value"))
                .containsExactly(List.of(1.0), List.of(2.0), List.of(3.0));
    }

    @Test
    void keepsEachSeriesOnceAlsoOverRestarts() throws Exception {
        for (int i = 1; i <= 3; i++) {
            try (JdbcOutput output = database.output(Map.of())) {
                output.write(batch(i, point("a", 1.0), point("b", 1.0), point("a", 2.0)));
            }
        }
        assertThat(database.value("SELECT count(*) FROM measurements_series")).isEqualTo(2L);
        assertThat(database.value("SELECT count(*) FROM measurements_points")).isEqualTo(9L);
    }

    @Test
    void sharesTheFileWithAnotherOutput() throws Exception {
        try (JdbcOutput one = database.output(Map.of()); JdbcOutput other = database.output(Map.of())) {
            one.write(batch(1, point("a", 1.0)));
            other.write(new io.penstock.core.batch.Batch(new io.penstock.core.batch.BatchId("stream-2", 1),
                    List.of(point("a", 2.0))));
            one.write(batch(2, point("a", 3.0)));
        }
        assertThat(database.value("SELECT count(*) FROM measurements_series")).isEqualTo(1L);
        assertThat(database.value("SELECT count(*) FROM measurements")).isEqualTo(3L);
    }

    @Test
    void startsAnewWhenTheFileIsRemovedInsteadOfWritingIntoNothing() throws Exception {
        try (JdbcOutput output = database.output(Map.of())) {
            output.write(batch(1, point("a", 1.0)));
            for (String name : List.of("penstock.db", "penstock.db-wal", "penstock.db-shm")) {
                Files.deleteIfExists(folder.resolve(name));
            }
            output.write(batch(2, point("a", 2.0)));
        }
        assertThat(database.query("SELECT value FROM measurements")).containsExactly(List.of(2.0));
    }

    @Test
    void deletesWhatIsOlderThanAskedFor() throws Exception {
        try (JdbcOutput output = database.output(Map.of("keep", "1h"))) {
            output.write(batch(1, point("a", 1.0), point("a", 2.0)));
            database.clock().advance(Duration.ofMinutes(61));
            output.write(batch(2, Measurement.of("a", database.clock().now(), 3.0, "By")));
        }
        assertThat(database.query("SELECT value FROM measurements")).containsExactly(List.of(3.0));
    }

    @Test
    void waitsForAWriteAheadLogThatIsFlushedAtEveryCommit() throws Exception {
        try (JdbcOutput output = database.output(Map.of())) {
            output.write(batch(1, point("a", 1.0)));
            assertThat(database.value("PRAGMA journal_mode")).isEqualTo("wal");
        }
    }

    private static Event[] points(int count) {
        return IntStream.range(0, count).mapToObj(i -> point("m" + i % 7, Unsigned.of(i))).toArray(Event[]::new);
    }

    @Test
    void storesBatchesOfAnySizeInOrder() throws Exception {
        List<Integer> sizes = List.of(1, SqlitePoints.ROWS - 1, SqlitePoints.ROWS, SqlitePoints.ROWS + 1, 3 * SqlitePoints.ROWS);
        try (JdbcOutput output = database.output(Map.of())) {
            for (int i = 0; i < sizes.size(); i++) {
                output.write(batch(i + 1, points(sizes.get(i))));
            }
        }
        List<List<Object>> expected = sizes.stream().flatMap(size -> LongStream.range(0, size).boxed())
                .map(value -> List.<Object>of(value, "m" + value % 7)).toList();
        assertThat(database.query("SELECT value, metric FROM measurements_points p JOIN measurements_series s ON s.id = p.series"
                + " ORDER BY p.rowid")).isEqualTo(expected);
    }

    @Test
    void findsTheRefusedRowAmongThoseThatGoTogether() throws Exception {
        int count = 2 * SqlitePoints.ROWS + 3;
        try (JdbcOutput output = database.output(Map.of())) {
            output.write(batch(1, points(1)));
            database.execute("CREATE TRIGGER no_300 BEFORE INSERT ON measurements_points WHEN new.value = 300"
                    + " BEGIN SELECT RAISE(ABORT, 'no 300'); END");
            RejectedEvents rejected = catchThrowableOfType(RejectedEvents.class, () -> output.write(batch(2, points(count))));
            assertThat(rejected.reasons()).containsOnlyKeys(300);
            assertThat(rejected.reasons().get(300)).contains("no 300");
            output.write(batch(3, points(10)));
        }
        assertThat(database.value("SELECT count(*) FROM measurements_points")).isEqualTo(1L + count - 1 + 10);
    }

    @Test
    void keepsOddNamesAndRefusesHalfACharacterPair() throws Exception {
        List<String> odd = List.of("a'b", "\"q\"", "line\nend", "nul\0after", "é😀", " ", "semi;colon--");
        try (JdbcOutput output = database.output(Map.of())) {
            output.write(batch(1, odd.stream().map(name -> new Measurement(name, NOW, 1.0, name, new Entity(name, name),
                    Entity.LOCAL_MACHINE, Fields.of(name, name))).toArray(Event[]::new)));
            RejectedEvents rejected = catchThrowableOfType(RejectedEvents.class, () -> output.write(batch(2,
                    point("half\ud800", 1.0), point("m", 1.0))));
            assertThat(rejected.reasons()).containsOnlyKeys(0);
        }
        assertThat(database.query("SELECT metric, unit, resource FROM measurements_points p JOIN measurements_series s ON s.id = p.series"
                + " ORDER BY p.rowid LIMIT 7")).containsExactlyElementsOf(
                odd.stream().map(name -> List.<Object>of(name, name, name + "/" + name)).toList());
    }
}
