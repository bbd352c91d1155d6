package io.penstock.plugin.jdbc;

import static io.penstock.plugin.jdbc.SqliteFile.STREAM;
import static io.penstock.plugin.jdbc.SqliteFile.batch;
import static io.penstock.plugin.jdbc.SqliteFile.row;
import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.core.event.Event;
import io.penstock.core.event.Measurement;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A writer in a process of its own, killed at any moment, again and again. */
class KilledWriterTest {
    private static final int KILLS = 4;
    private static final int ROWS = 20;

    @TempDir
    private Path folder;

    /** Writes batch after batch from where the database is, and tells each on standard output. */
    static final class Writer {
        public static void main(String[] args) {
            try (JdbcOutput output = SqliteFile.in(Path.of(args[0])).output(Map.of())) {
                for (long seq = output.committed(STREAM).orElse(0) + 1; ; seq++) {
                    Event[] events = new Event[ROWS];
                    for (int i = 0; i < ROWS; i++) {
                        events[i] = i % 2 == 0 ? row("n", seq * ROWS + i)
                                : Measurement.of("m" + seq % 50, SqliteFile.NOW, (double) (seq * ROWS + i), "1");
                    }
                    output.write(batch(seq, events));
                    System.out.println(seq);
                }
            }
        }
    }

    @Test
    void losesNothingItSaidWasStoredAndStoresNothingTwice() throws Exception {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        long told = 0;
        for (int kill = 0; kill < KILLS; kill++) {
            told = Math.max(told, writeThenKill(1 + random.nextInt(60)));
        }
        SqliteFile database = SqliteFile.in(folder);
        long committed = (Long) database.value("SELECT seq FROM penstock_batches");
        assertThat(committed).as("seed " + seed).isGreaterThanOrEqualTo(told);
        long each = committed * ROWS / 2;
        assertThat(database.query("SELECT count(*), count(DISTINCT n), min(n) FROM records"))
                .containsExactly(List.of(each, each, (long) ROWS));
        assertThat(database.query("SELECT count(*), count(DISTINCT value) FROM measurements"))
                .containsExactly(List.of(each, each));
        assertThat(database.value("PRAGMA integrity_check")).isEqualTo("ok");
    }

    /** @return the last batch it told of */
    private long writeThenKill(int batches) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m", "-XX:+UseSerialGC", "-cp", System.getProperty("java.class.path"), Writer.class.getName(),
                folder.toString()).redirectError(ProcessBuilder.Redirect.DISCARD).start();
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(process.getInputStream(),
                StandardCharsets.UTF_8))) {
            for (int i = 0; i < batches; i++) {
                assertThat(lines.readLine()).as("the writer goes on").isNotNull();
            }
            process.toHandle().destroyForcibly();
            long last = 0;
            for (String line = lines.readLine(); line != null && line.matches("\\d+"); line = lines.readLine()) {
                last = Long.parseLong(line);
            }
            assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
            return last;
        }
    }
}
