package io.penstock.itest;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/**
 * A runtime killed with {@code kill -9} again and again while lines are appended to the file it reads: every line arrives,
 * none twice. One life in four ends while it starts. Three kills a test; {@code -Dpenstock.kills=50} for the long run.
 */
class KillIT {
    private static final int KILLS = Integer.getInteger("penstock.kills", 3);
    private static final int LINES_EACH_10_MS = 40;
    private static final int LONGEST_LIFE_MS = 1500;

    private final Random random = new Random(Long.getLong("penstock.seed", 42));

    @Test
    void fileToJdbcLosesNothingAndStoresNothingTwice() throws Exception {
        Path home = Distribution.newHome("kill-jdbc");
        pipe(home, "output: {jdbc: {table: lines}, batch: {timeout: 20ms, max-events: 500}}");
        long written = appendAndKill(home);
        try (StartedProcess last = StartedProcess.penstock(Distribution.agent().folder(), home, "agent")) {
            Eventually.holds("all " + written + " lines in the database", () -> count(home, "count(*)") >= written);
            assertThat(count(home, "count(distinct _raw)")).isEqualTo(written);
            assertThat(count(home, "count(*)")).isEqualTo(written);
        }
    }

    @Test
    void fileToHttpLosesNothingAndRepeatsOnlyUnderTheSameKey() throws Exception {
        Path home = Distribution.newHome("kill-http");
        try (IdempotentReceiver receiver = new IdempotentReceiver()) {
            pipe(home, "output: {http: {url: \"" + receiver.url() + "\"}, batch: {timeout: 20ms, max-events: 500}, "
                    + "retry: {initial-delay: 50ms, max-delay: 200ms}}");
            long written = appendAndKill(home);
            try (StartedProcess last = StartedProcess.penstock(Distribution.agent().folder(), home, "agent")) {
                Eventually.holds("all " + written + " lines received", () -> receiver.lineCount() >= written);
                assertThat(receiver.lines()).hasSize((int) written);
                assertThat(receiver.lines()).doesNotHaveDuplicates();
                assertThat(receiver.clashes()).isEmpty();
            }
            System.out.println("http: " + written + " lines, " + receiver.repeats() + " batches repeated under their key");
        }
    }

    private void pipe(Path home, String output) throws Exception {
        Files.writeString(home.resolve("pipes/kill.yaml"), """
                name: kill
                input: {file: {paths: ["%s"]}}
                %s
                """.formatted(home.resolve("in.log"), output));
    }

    private long appendAndKill(Path home) throws Exception {
        NumberedLines lines = new NumberedLines(home.resolve("in.log"), LINES_EACH_10_MS);
        Thread writer = new Thread(lines, "writer");
        writer.start();
        for (int i = 0; i < KILLS; i++) {
            try (StartedProcess runtime = StartedProcess.penstock(Distribution.agent().folder(), home, "agent")) {
                if (i % 4 != 0) {
                    runtime.awaitSaid("Penstock runs");
                }
                TimeUnit.MILLISECONDS.sleep(random.nextInt(LONGEST_LIFE_MS));
                assertThat(runtime.isAlive()).as("ended by itself: " + runtime.said()).isTrue();
            }
        }
        lines.stop();
        writer.join();
        return lines.written();
    }

    private static long count(Path home, String what) {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + home.resolve("data/penstock.db"));
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("select " + what + " from lines")) {
            return result.getLong(1);
        } catch (SQLException e) {
            return -1;
        }
    }
}
