package io.penstock.itest;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/**
 * Kills a runtime with {@code kill -9} again and again, at random moments, while lines are appended to {@code in.log} in
 * its home. One life in four ends while it starts. {@code -Dpenstock.kills} says how often, {@code -Dpenstock.seed} when.
 */
final class KillLoop {
    private static final int KILLS = Integer.getInteger("penstock.kills", 3);
    private static final int LINES_EACH_10_MS = 40;
    private static final int LONGEST_LIFE_MS = 1500;

    private KillLoop() {
    }

    /** A source of chance for a whole test. */
    static Random random() {
        return new Random(Long.getLong("penstock.seed", 42));
    }

    /** Returns how many lines were written; the last runtime has been killed then. */
    static long run(Path dist, Path home) throws Exception {
        Random random = random();
        NumberedLines lines = new NumberedLines(home.resolve("in.log"), LINES_EACH_10_MS);
        Thread writer = new Thread(lines, "writer");
        writer.start();
        for (int i = 0; i < KILLS; i++) {
            try (StartedProcess runtime = StartedProcess.penstock(dist, home, "agent")) {
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

    /** Starts it once more, waits for every line in the table {@code lines} of the database, and looks that none is there twice. */
    static void everyLineIsStoredOnce(Path dist, Path home, long written) throws Exception {
        try (StartedProcess last = StartedProcess.penstock(dist, home, "agent")) {
            Eventually.holds("all " + written + " lines in the database", () -> count(home, "count(*)") >= written);
            assertThat(count(home, "count(distinct _raw)")).isEqualTo(written);
            assertThat(count(home, "count(*)")).isEqualTo(written);
        }
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
