package io.penstock.plugin.jdbc;

import static io.penstock.plugin.jdbc.SqliteFile.NOW;
import static io.penstock.plugin.jdbc.SqliteFile.STREAM;
import static io.penstock.plugin.jdbc.SqliteFile.batch;
import static io.penstock.plugin.jdbc.SqliteFile.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.penstock.core.event.Bytes;
import io.penstock.core.event.Entity;
import io.penstock.core.event.Fields;
import io.penstock.core.event.Measurement;
import io.penstock.core.event.Null;
import io.penstock.core.event.Unsigned;
import io.penstock.core.plugin.RejectedEvents;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteRecordsTest {
    @TempDir
    private Path folder;
    private SqliteFile database;

    @BeforeEach
    void makeADatabase() {
        database = SqliteFile.in(folder);
    }

    private RejectedEvents rejected(Map<String, Object> options, io.penstock.core.event.Event... events) {
        try (JdbcOutput output = database.output(options)) {
            return catchThrowableOfType(RejectedEvents.class, () -> output.write(batch(1, events)));
        }
    }

    @Test
    void forgetsStreamsNobodyWroteToForLongButNeverItsOwn() throws Exception {
        database.output(Map.of()).close();
        database.execute("INSERT INTO penstock_batches VALUES ('old', 7, '2024-11-01T00:00:00Z'),"
                + " ('recent', 7, '2025-12-01T00:00:00Z'), ('" + STREAM + "', 1, '2024-11-01T00:00:00Z')");
        try (JdbcOutput output = database.output(Map.of())) {
            assertThat(output.committed(STREAM)).hasValue(1);
            output.write(batch(2, row("a", 1L)));
        }
        assertThat(database.query("SELECT stream, seq FROM penstock_batches ORDER BY stream")).containsExactly(
                List.of("recent", 7L), List.of(STREAM, 2L));
    }

    @Test
    void makesATableOfTheFirstBatchWithExactTypes() throws Exception {
        try (JdbcOutput output = database.output(Map.of("table", "orders"))) {
            output.write(batch(1,
                    row("name", "007", "int", Long.MIN_VALUE, "uint", Unsigned.MAX, "bool", true, "nan", Double.NaN),
                    row("dec", new BigDecimal("1.10"), "bytes", Bytes.of((byte) 1, (byte) -1), "at", NOW,
                            "took", Duration.ofMillis(1500), "list", List.of(1L, "b"), "map", Fields.of("k", 1L))));
        }
        assertThat(database.query("SELECT name, type FROM pragma_table_info('orders')")).containsExactly(
                List.of("time", "TIMESTAMP TEXT"), List.of("name", "TEXT"), List.of("int", "INTEGER"),
                List.of("uint", "UNSIGNED BLOB"), List.of("bool", "BOOLEAN"), List.of("nan", "REAL"),
                List.of("dec", "DECIMAL TEXT"), List.of("bytes", "BLOB"), List.of("at", "TIMESTAMP TEXT"),
                List.of("took", "DURATION TEXT"), List.of("list", "JSON TEXT"), List.of("map", "JSON TEXT"),
                List.of("extra", "JSON TEXT"));
        assertThat(database.query("SELECT time, name, int, uint, bool, nan FROM orders").get(0)).containsExactly(
                NOW.toString(), "007", Long.MIN_VALUE, "18446744073709551615", 1L, "NaN");
        assertThat(database.query("SELECT dec, bytes, at, took, list, map, extra FROM orders").get(1)).containsExactly(
                "1.10", new byte[] {1, -1}, NOW.toString(), "PT1.5S", "[1,\"b\"]", "{\"k\":1}", null);
    }

    @Test
    void keepsLaterFieldsAndOtherTypesAsJsonWithoutConvertingAnything() throws Exception {
        try (JdbcOutput output = database.output(Map.of())) {
            output.write(batch(1, row("n", 1L)));
            output.write(batch(2, row("n", "007", "later", new BigDecimal("2.50")), row("n", Unsigned.of(3)),
                    row("n", Null.NULL)));
        }
        assertThat(database.query("SELECT n, extra FROM records")).containsExactly(
                Arrays.asList(1L, null), Arrays.asList(null, "{\"n\":\"007\",\"later\":2.50}"),
                Arrays.asList(3L, null), Arrays.asList(null, null));
    }

    @Test
    void keepsTheExactTypesAfterARestart() throws Exception {
        for (int seq = 1; seq <= 2; seq++) {
            try (JdbcOutput output = database.output(Map.of())) {
                output.write(batch(seq, row("d", new BigDecimal("1.10"), "u", Unsigned.MAX, "f", 1.5, "t", NOW,
                        "j", List.of(1L), "p", Duration.ZERO, "s", "x")));
            }
        }
        assertThat(database.query("SELECT count(*), count(extra) FROM records")).containsExactly(List.of(2L, 0L));
        assertThat(database.query("SELECT DISTINCT d, u, f, t, j, p, s FROM records")).hasSize(1);
    }

    @Test
    void addsColumnsWhenAskedTo() throws Exception {
        try (JdbcOutput output = database.output(Map.of("new-fields", "add"))) {
            output.write(batch(1, row("a", 1L)));
            output.write(batch(2, row("a", 2L, "b", "x")));
        }
        assertThat(database.query("SELECT a, b FROM records")).containsExactly(Arrays.asList(1L, null), List.of(2L, "x"));
    }

    @Test
    void leavesOutOrRefusesNewFieldsWhenAskedTo() throws Exception {
        try (JdbcOutput output = database.output(Map.of("new-fields", "ignore"))) {
            output.write(batch(1, row("a", 1L)));
            output.write(batch(2, row("a", 2L, "b", "x")));
        }
        assertThat(database.query("SELECT a, extra FROM records WHERE a = 2")).containsExactly(Arrays.asList(2L, null));
        try (JdbcOutput output = database.output(Map.of("new-fields", "reject"))) {
            RejectedEvents refused = catchThrowableOfType(RejectedEvents.class,
                    () -> output.write(batch(3, row("a", 3L), row("a", 4L, "b", "x"))));
            assertThat(refused.reasons()).containsOnlyKeys(1);
            assertThat(refused.reasons().get(1)).contains("\"b\"").contains("type string");
        }
        assertThat(database.query("SELECT a FROM records")).containsExactly(List.of(1L), List.of(2L), List.of(3L));
    }

    @Test
    void keepsFieldsWhoseNamesCannotBeColumns() throws Exception {
        try (JdbcOutput output = database.output(Map.of("table", "odd \"name\""))) {
            output.write(batch(1, row("a\"; DROP TABLE x; --", 1L, "A", 1L, "a", 2L, "", 3L, "extra", "mine",
                    "time", "noon", "x".repeat(64), 4L, "line\nbreak", 5L)));
        }
        List<Object> only = database.query("SELECT * FROM \"odd \"\"name\"\"\"").get(0);
        assertThat(only.subList(0, 3)).containsExactly(NOW.toString(), 1L, 1L);
        assertThat((String) only.get(3)).isEqualTo("{\"a\":2,\"\":3,\"extra\":\"mine\",\"time\":\"noon\",\""
                + "x".repeat(64) + "\":4,\"line\\nbreak\":5}");
    }

    @Test
    void putsTheRestBesideAsManyColumnsAsAreAllowed() throws Exception {
        Fields.Builder wide = Fields.builder();
        for (int i = 0; i < 600; i++) {
            wide.set("f" + i, (long) i);
        }
        try (JdbcOutput output = database.output(Map.of())) {
            output.write(batch(1, io.penstock.core.event.Record.of(NOW, wide.build())));
        }
        assertThat(database.value("SELECT count(*) FROM pragma_table_info('records')")).isEqualTo(501L);
        assertThat((String) database.value("SELECT extra FROM records")).contains("\"f599\":599").doesNotContain("\"f1\":");
    }

    @Test
    void fillsChosenColumnsFromPaths() throws Exception {
        Map<String, Object> options = Map.of("columns", Map.of("who", "user.id"), "table", "visits");
        try (JdbcOutput output = database.output(options)) {
            output.write(batch(1, row("user", Fields.of("id", 7L), "other", 1L), row("user.id", 8L), row("none", 1L)));
        }
        assertThat(database.query("SELECT * FROM visits")).containsExactly(
                Arrays.asList(7L, null), Arrays.asList(8L, null), Arrays.asList(null, null));
    }

    @Test
    void putsMeasurementsIntoChosenColumnsToo() throws Exception {
        try (JdbcOutput output = database.output(Map.of("columns", Map.of("m", "metric", "t", "time")))) {
            output.write(batch(1, Measurement.of("load", NOW, 1.5, "1")));
        }
        assertThat(database.query("SELECT m, t FROM records")).containsExactly(List.of("load", NOW.toString()));
    }

    @Test
    void storesTheGoodRowsOfABatchAndNamesTheBadOnes() throws Exception {
        database.execute("CREATE TABLE records (id INTEGER UNIQUE, name TEXT CHECK (name <> 'bad'))");
        RejectedEvents refused = rejected(Map.of("columns", Map.of("id", "id", "name", "name")),
                row("id", 1L, "name", "a"), row("id", 2L, "name", "bad"), row("id", 1L, "name", "c"),
                row("id", 3L, "name", 5L), row("id", 4L, "name", "d"));
        assertThat(refused.reasons()).containsOnlyKeys(1, 2, 3);
        assertThat(refused.reasons().get(1)).contains("CHECK");
        assertThat(refused.reasons().get(2)).contains("UNIQUE");
        assertThat(refused.reasons().get(3)).contains("no column that takes the field \"name\"");
        assertThat(database.query("SELECT id FROM records")).containsExactly(List.of(1L), List.of(4L));
    }

    @Test
    void keepsRefusedEventsUntilTheirSenderGoesOn() throws Exception {
        database.execute("CREATE TABLE records (time TEXT, id INTEGER UNIQUE, extra TEXT)");
        String kept = "SELECT seq, event FROM penstock_refused";
        try (JdbcOutput output = database.output(Map.of())) {
            catchThrowableOfType(RejectedEvents.class, () -> output.write(batch(1, row("id", 1L), row("id", 1L))));
            assertThat(output.committed(STREAM)).hasValue(1);
            assertThat(database.query(kept)).containsExactly(List.of(1L, "{\"id\":1}"));
            output.write(batch(2, row("id", 2L)));
            assertThat(database.query(kept)).isEmpty();
            catchThrowableOfType(RejectedEvents.class, () -> output.write(batch(3, row("id", 1L, "a", "\ud800"))));
        }
        try (JdbcOutput restarted = database.output(Map.of())) {
            restarted.write(batch(4, row("id", 4L)));
        }
        assertThat(database.query(kept)).as("nobody knows whether it was put aside")
                .containsExactly(List.of(3L, "{\"id\":1,\"a\":\"?\"}"));
    }

    @Test
    void refusesHalfACharacterPairInsteadOfChangingIt() throws Exception {
        RejectedEvents refused = rejected(Map.of(), row("a", "\ud800"), row("a", "\ud83d\ude00"), row("b", List.of("\udc00x")),
                new Measurement("m", NOW, 1.0, "1", new Entity("k", "x\ud800"), Entity.LOCAL_MACHINE, Fields.EMPTY));
        assertThat(refused.reasons()).containsOnlyKeys(0, 2, 3);
        assertThat(refused.reasons().get(0)).contains("half a character pair");
        assertThat(database.query("SELECT a FROM records")).containsExactly(List.of("\ud83d\ude00"));
    }

    @Test
    void storesABatchOfMeasurementsAndBadRowsTogether() throws Exception {
        database.execute("CREATE TABLE records (time TEXT, id INTEGER UNIQUE, extra TEXT)");
        RejectedEvents refused = rejected(Map.of(), Measurement.of("a", NOW, 1.0, "1"), row("id", 1L),
                row("id", 1L), Measurement.of("a", NOW, 2.0, "1"));
        assertThat(refused.reasons()).containsOnlyKeys(2);
        assertThat(database.value("SELECT count(*) FROM measurements")).isEqualTo(2L);
        assertThat(database.value("SELECT count(*) FROM records")).isEqualTo(1L);
    }
}
