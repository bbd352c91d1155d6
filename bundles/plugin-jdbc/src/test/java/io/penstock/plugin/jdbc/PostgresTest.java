package io.penstock.plugin.jdbc;

import static io.penstock.plugin.jdbc.SqliteFile.NOW;
import static io.penstock.plugin.jdbc.SqliteFile.STREAM;
import static io.penstock.plugin.jdbc.SqliteFile.batch;
import static io.penstock.plugin.jdbc.SqliteFile.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.penstock.core.batch.Batch;
import io.penstock.core.batch.BatchId;
import io.penstock.core.error.ErrorKind;
import io.penstock.core.error.PenstockException;
import io.penstock.core.event.Bytes;
import io.penstock.core.event.Entity;
import io.penstock.core.event.Fields;
import io.penstock.core.event.Measurement;
import io.penstock.core.event.Unsigned;
import io.penstock.core.plugin.RejectedEvents;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PostgresTest {
    private static PostgresServer server;

    @TempDir
    private Path folder;

    @BeforeAll
    static void startTheServer() throws IOException {
        server = new PostgresServer();
    }

    @AfterAll
    static void stopTheServer() throws IOException {
        server.close();
    }

    @BeforeEach
    void startWithNothing() throws SQLException {
        server.empty();
    }

    private JdbcOutput output(Object... namesAndValues) {
        return server.output(folder, namesAndValues);
    }

    private void execute(String sql) throws SQLException {
        server.execute(sql);
    }

    private List<List<Object>> query(String sql) throws SQLException {
        return server.query(sql);
    }

    @Test
    void forgetsStreamsNobodyWroteToForLong() throws Exception {
        output().close();
        execute("INSERT INTO penstock_batches VALUES ('old', 7, '2024-11-01T00:00:00Z')");
        try (JdbcOutput output = output()) {
            output.write(batch(1, row("a", 1L)));
        }
        assertThat(query("SELECT stream FROM penstock_batches WHERE stream = 'old'")).isEmpty();
    }

    @Test
    void keepsMeasurementsExactlyAndOnce() throws Exception {
        Measurement counter = new Measurement("bytes_total", NOW, Unsigned.MAX, "By", new Entity("disk", "sda"),
                Entity.LOCAL_MACHINE, Fields.of("a", 1L));
        for (int run = 0; run < 2; run++) {
            try (JdbcOutput output = output()) {
                output.write(batch(1, counter, Measurement.of("x", NOW, Double.NaN, "1"),
                        Measurement.of("y", NOW, -0.0, "1")));
                assertThat(output.committed(STREAM)).hasValue(1);
            }
        }
        assertThat(query("SELECT metric, value_uint::text, value::text, unit, resource, attributes->>'a', time_ns,"
                + " extract(microseconds from time)::bigint FROM measurements ORDER BY metric")).containsExactly(
                List.of("bytes_total", "18446744073709551615", "1.8446744073709552e+19", "By", "disk/sda", "1",
                        EpochNanos.of(NOW), 5_000_000L),
                Arrays.asList("x", null, "NaN", "1", "local_machine", null, EpochNanos.of(NOW), 5_000_000L),
                Arrays.asList("y", null, "-0", "1", "local_machine", null, EpochNanos.of(NOW), 5_000_000L));
    }

    @Test
    void keepsRecordsWithExactTypesOverARestart() throws Exception {
        for (int seq = 1; seq <= 2; seq++) {
            try (JdbcOutput output = output("table", "public.orders")) {
                output.write(batch(seq, row("name", "007", "n", Long.MIN_VALUE, "u", Unsigned.MAX, "b", true,
                        "f", Double.NaN, "d", new BigDecimal("1.10"), "raw", Bytes.of((byte) 7), "at", NOW,
                        "list", List.of(1L), "map", Fields.of("k", "v"))));
            }
        }
        assertThat(query("SELECT name, n, u::text, b, f, d::text, encode(raw, 'hex'), at = time, list::text, map->>'k',"
                + " extra FROM orders")).hasSize(2).containsOnly(Arrays.asList("007", Long.MIN_VALUE,
                "18446744073709551615", true, Double.NaN, "1.10", "07", true, "[1]", "v", null));
    }

    @Test
    void addsColumnsAndKeepsWhatDoesNotFitAsJson() throws Exception {
        try (JdbcOutput output = output("new-fields", "add")) {
            output.write(batch(1, row("a", 1L)));
            output.write(batch(2, row("a", "text", "b", 2.5)));
        }
        assertThat(query("SELECT a, b, extra::text FROM records ORDER BY b NULLS FIRST")).containsExactly(
                Arrays.asList(1L, null, null), Arrays.asList(null, 2.5, "{\"a\": \"text\"}"));
    }

    @Test
    void storesTheGoodRowsOfABatchAndNamesTheBadOnes() throws Exception {
        execute("CREATE TABLE records (id bigint UNIQUE, name varchar(5))");
        try (JdbcOutput output = output("columns", Map.of("id", "id", "name", "name"))) {
            RejectedEvents refused = catchThrowableOfType(RejectedEvents.class, () -> output.write(batch(1,
                    row("id", 1L, "name", "a"), row("id", 1L, "name", "b"), row("id", 2L, "name", "too long"),
                    row("id", 3L, "name", "nul\0"), row("id", 5L, "name", "\ud800"), Measurement.of("m", NOW, 1.0, "1"), row("id", 4L, "name", "d"))));
            assertThat(refused.reasons()).containsOnlyKeys(1, 2, 3, 4);
            assertThat(refused.reasons().get(1)).contains("unique");
        }
        assertThat(query("SELECT id FROM records WHERE id IS NOT NULL ORDER BY id")).containsExactly(List.of(1L), List.of(4L));
        assertThat(query("SELECT seq FROM penstock_batches")).containsExactly(List.of(1L));
    }

    @Test
    void writesWhileSomebodyReadsTheView() throws Exception {
        output().close();
        try (JdbcOutput output = output()) {
            output.write(batch(1, Measurement.of("m", NOW, 1.0, "1")));
        }
        execute("BEGIN; SELECT * FROM measurements");
        try (JdbcOutput restarted = output("timeout", "1s")) {
            restarted.write(batch(2, Measurement.of("m", NOW, 2.0, "1")));
        }
        execute("COMMIT");
        assertThat(query("SELECT count(*) FROM measurements")).containsExactly(List.of(2L));
    }

    @Test
    void goesOnAfterTheServerEndedItsConnection() throws Exception {
        try (JdbcOutput output = output()) {
            output.write(batch(1, row("a", 1L)));
            execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'penstock'");
            PenstockException lost = catchThrowableOfType(PenstockException.class,
                    () -> output.write(batch(2, row("a", 2L))));
            assertThat(lost.kind()).isEqualTo(ErrorKind.RETRY);
            assertThat(lost.code()).isEqualTo("jdbc.connection");
            output.open();
            assertThat(output.committed(STREAM)).hasValue(1);
            output.write(batch(2, row("a", 2L)));
        }
        assertThat(query("SELECT count(*) FROM records")).containsExactly(List.of(2L));
    }

    @Test
    void letsOnlyOneOfTwoWritersOfAStreamStoreABatch() throws Exception {
        try (JdbcOutput left = output(); JdbcOutput right = output()) {
            left.write(batch(1, row("a", 1L)));
            right.write(batch(1, row("a", 1L)));
            right.write(batch(2, row("a", 2L)));
            left.write(batch(2, row("a", 2L)));
        }
        assertThat(query("SELECT a FROM records ORDER BY a")).containsExactly(List.of(1L), List.of(2L));
    }

    @Test
    void endsABlockedWriteWhenClosed() throws Exception {
        try (JdbcOutput output = output("timeout", "60s")) {
            output.write(batch(1, row("a", 1L)));
            execute("BEGIN; LOCK TABLE records");
            CountDownLatch ended = new CountDownLatch(1);
            Thread writer = new Thread(() -> {
                catchThrowableOfType(PenstockException.class, () -> output.write(batch(2, row("a", 2L))));
                ended.countDown();
            });
            writer.start();
            while (query("SELECT 1 FROM pg_locks WHERE NOT granted").isEmpty()) {
                Thread.onSpinWait();
            }
            output.close();
            ended.await();
            execute("ROLLBACK");
        }
        assertThat(query("SELECT count(*) FROM records")).containsExactly(List.of(1L));
    }

    @Test
    void deletesOldMeasurements() throws Exception {
        try (JdbcOutput output = output("keep", "1h")) {
            output.write(batch(1, Measurement.of("old", NOW.minusSeconds(3601), 1.0, "1"), Measurement.of("new", NOW, 1.0, "1")));
        }
        assertThat(query("SELECT metric FROM measurements")).containsExactly(List.of("new"));
    }

    @Test
    void tellsARefusedLoginAndAMissingServerApart() throws Exception {
        execute("DO $$ BEGIN IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'nologin') THEN"
                + " CREATE ROLE nologin NOLOGIN; END IF; END $$");
        PenstockException refused = catchThrowableOfType(PenstockException.class, () -> output("user", "nologin"));
        assertThat(refused.kind()).isEqualTo(ErrorKind.DENIED);
        PenstockException missing = catchThrowableOfType(PenstockException.class,
                () -> output("url", "jdbc:postgresql://localhost:1/postgres?ssl=false"));
        assertThat(missing.code()).isEqualTo("jdbc.connection");
        assertThat(missing.getMessage()).contains("localhost:1/postgres").doesNotContain("?");
    }

    @Test
    void sharesSeriesBetweenStreams() throws Exception {
        try (JdbcOutput left = output(); JdbcOutput right = output()) {
            left.write(batch(1, Measurement.of("m", NOW, 1.0, "1")));
            right.write(new Batch(new BatchId("other", 1), List.of(Measurement.of("m", NOW, 2.0, "1"))));
        }
        assertThat(query("SELECT count(*), (SELECT count(*) FROM measurements_series) FROM measurements"))
                .containsExactly(List.of(2L, 1L));
    }
}
