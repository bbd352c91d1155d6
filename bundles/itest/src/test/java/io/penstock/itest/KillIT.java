package io.penstock.itest;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/**
 * A runtime killed again and again while lines are appended to the file it reads: every line arrives, none twice. Three
 * kills a test; {@code -Dpenstock.kills=50} for the long run.
 */
class KillIT {
    private final Path dist = Distribution.agent().folder();

    @Test
    void fileToJdbcLosesNothingAndStoresNothingTwice() throws Exception {
        Path home = Distribution.newHome("kill-jdbc");
        pipe(home, "output: {jdbc: {table: lines}, batch: {timeout: 20ms, max-events: 500}}");

        long written = KillLoop.run(dist, home);

        KillLoop.everyLineIsStoredOnce(dist, home, written);
    }

    @Test
    void fileToHttpLosesNothingAndRepeatsOnlyUnderTheSameKey() throws Exception {
        Path home = Distribution.newHome("kill-http");
        try (IdempotentReceiver receiver = new IdempotentReceiver()) {
            pipe(home, "output: {http: {url: \"" + receiver.url() + "\"}, batch: {timeout: 20ms, max-events: 500}, "
                    + "retry: {initial-delay: 50ms, max-delay: 200ms}}");
            long written = KillLoop.run(dist, home);
            try (StartedProcess last = StartedProcess.penstock(dist, home, "agent")) {
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
}
