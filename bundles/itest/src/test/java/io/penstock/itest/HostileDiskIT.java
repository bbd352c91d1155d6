package io.penstock.itest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Files the runtime may not read, a data folder it may not write to, a disk without room: the pipe says so, recovers by
 * itself, and every line arrives once.
 */
class HostileDiskIT {
    private static final String PIPE = "hostile";
    /** Room for a process id, and for nothing else the runtime writes. */
    private static final long NO_ROOM_BYTES = 64;

    private final Path dist = Distribution.full().folder();
    private Path home;
    private Path logs;
    private PipeStates states;
    private long written;

    @BeforeEach
    void aPipeFromAFolderIntoTheDatabase() throws Exception {
        home = Distribution.newHome("hostile");
        logs = Files.createDirectory(home.resolve("logs"));
        states = new PipeStates(home.resolve("data"));
        Files.writeString(home.resolve("pipes/hostile.yaml"), """
                name: hostile
                input: {file: {paths: ["%s/*.log"]}}
                output: {jdbc: {table: lines}, batch: {timeout: 20ms}, retry: {max-delay: 500ms}}
                """.formatted(logs));
    }

    @AfterEach
    void letsItBeRemoved() throws IOException {
        try (Stream<Path> folders = Files.walk(home.resolve("data"))) {
            folders.filter(Files::isDirectory).toList().forEach(folder -> permit(folder, "rwx------"));
        }
        permit(logs, "rwxr-xr-x");
    }

    @Test
    void anInputThatMayNotBeReadDegradesThePipeUntilItMayBe() throws Exception {
        Path secret = logs.resolve("secret.log");
        try (Writer open = Files.newBufferedWriter(logs.resolve("open.log")); Writer closed = Files.newBufferedWriter(secret)) {
            append(open, 100);
            append(closed, 100);
            permit(secret, "---------");
            try (StartedProcess runtime = StartedProcess.penstock(Limits.noPrivileges(), dist, home, "agent")) {
                states.await(PIPE, "DEGRADED", "cannot read " + secret + ": permission denied");
                permit(secret, "r--------");
                states.await(PIPE, "RUNNING", "");

                permit(logs, "r--------");
                append(open, 100);
                append(closed, 100);
                states.await(PIPE, "DEGRADED", "cannot read " + logs);
                assertThat(states.reason(PIPE)).contains("permission denied");
                permit(logs, "---------");
                states.await(PIPE, "DEGRADED", "cannot read " + logs + ": permission denied");
                append(open, 100);
                permit(logs, "rwxr-xr-x");
                states.await(PIPE, "RUNNING", "");
            }
        }
        KillLoop.everyLineIsStoredOnce(dist, home, written);
    }

    @Test
    void aDataFolderThatMayNotBeWrittenToIsNamedAtTheStart() throws Exception {
        permit(states.data(), "r-x------");
        try (StartedProcess runtime = StartedProcess.penstock(Limits.noPrivileges(), dist, home, "agent")) {
            assertThat(runtime.awaitExit()).isEqualTo(77);
            assertThat(runtime.said()).contains("the data folder " + states.data() + " cannot be used")
                    .contains("expected a folder this user may write").doesNotContain("\tat ");
        }
    }

    @Test
    void aDataFolderThatIsReadOnlyForAWhileDegradesThePipeUntilItIsNot() throws Exception {
        try (Writer open = Files.newBufferedWriter(logs.resolve("open.log"));
                StartedProcess runtime = StartedProcess.penstock(Limits.noPrivileges(), dist, home, "agent")) {
            append(open, 100);
            states.await(PIPE, "RUNNING", "");
            Eventually.holds("checkpoints are kept", () -> Files.exists(checkpoints()));
            permit(checkpoints().getParent(), "r-x------");
            append(open, 100);
            states.await(PIPE, "DEGRADED", checkpoints().toString());
            append(open, 100);
            permit(checkpoints().getParent(), "rwx------");
            states.await(PIPE, "RUNNING", "");
        }
        KillLoop.everyLineIsStoredOnce(dist, home, written);
    }

    @Test
    void aDiskThatIsFullForAWhileDegradesThePipeUntilItIsNot() throws Exception {
        try (Writer open = Files.newBufferedWriter(logs.resolve("open.log"));
                StartedProcess runtime = StartedProcess.penstock(dist, home, "agent")) {
            append(open, 100);
            states.await(PIPE, "RUNNING", "");
            Limits.noRoom(runtime, NO_ROOM_BYTES);
            append(open, 1000);
            states.await(PIPE, "DEGRADED", "output: ");
            Limits.room(runtime);
            states.await(PIPE, "RUNNING", "");
        }
        KillLoop.everyLineIsStoredOnce(dist, home, written);
    }

    /** The framework's own files are there from a start before: with no room for those there is nothing to start. */
    @Test
    void aDiskThatIsFullAtTheStartHoldsNobodyUpForLongerThanItIs() throws Exception {
        try (StartedProcess first = StartedProcess.penstock(dist, home, "agent")) {
            first.awaitSaid("Penstock runs");
        }
        try (Stream<Path> kept = Files.walk(states.data().resolve("config"))) {
            kept.filter(Files::isRegularFile).toList().forEach(file -> assertThat(file.toFile().delete()).isTrue());
        }
        try (Writer open = Files.newBufferedWriter(logs.resolve("open.log"));
                StartedProcess runtime = StartedProcess.penstock(Limits.noRoom(NO_ROOM_BYTES), dist, home, "agent")) {
            append(open, 1000);
            states.await(PIPE, "DEGRADED", "");
            Eventually.holds("the settings' trouble is told", () -> health("config").contains("DEGRADED")
                    && health("config").contains("it is tried again"));
            Limits.room(runtime);
            states.await(PIPE, "RUNNING", "");
            Eventually.holds("everybody has settings", () -> health("config").contains("UP") && health("admin").contains("UP"));
            append(open, 100);
        }
        KillLoop.everyLineIsStoredOnce(dist, home, written);
    }

    private String health(String capability) {
        return states.ask("status", Map.of()).stream().map(status -> (List<?>) ((Map<?, ?>) status).get("capabilities"))
                .flatMap(List::stream).map(row -> (Map<?, ?>) row).filter(row -> capability.equals(row.get("capability")))
                .map(Object::toString).findFirst().orElse("");
    }

    private Path checkpoints() {
        return states.data().resolve("pipes").resolve(PIPE).resolve("checkpoints");
    }

    private void append(Writer file, int lines) throws IOException {
        for (int i = 0; i < lines; i++) {
            file.write("line " + ++written + "\n");
        }
        file.flush();
    }

    private static void permit(Path file, String permissions) {
        try {
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
