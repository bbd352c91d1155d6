package io.penstock.itest;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.core.error.ErrorKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The agent distribution as a process of its own, started by its script. */
class AgentProcessIT {
    private static final String RUNS = "Penstock runs";

    private final Path dist = Distribution.agent().folder();
    private Path home;

    @BeforeEach
    void makesAHome() {
        home = Distribution.newHome("agent");
    }

    @Test
    void aSecondStartOnTheSameDataIsRefusedNamingTheHolder() throws Exception {
        try (StartedProcess first = StartedProcess.penstock(dist, home, "agent")) {
            first.awaitSaid(RUNS);

            try (StartedProcess second = StartedProcess.penstock(dist, home, "agent")) {
                assertThat(second.awaitExit()).isEqualTo(ErrorKind.CONFLICT.exitCode());
                assertThat(second.said()).contains("process " + first.pid());
            }
            assertThat(first.isAlive()).isTrue();
        }
    }

    @Test
    void endsWithZeroWithinTenSecondsOfBeingTerminated() throws Exception {
        try (StartedProcess agent = StartedProcess.penstock(dist, home, "agent")) {
            agent.awaitSaid(RUNS);

            agent.terminate();

            assertThat(agent.awaitExit(10)).as(agent.said()).isZero();
        }
    }

    @Test
    void startsAgainOnTheDataOfAKilledOne() throws Exception {
        try (StartedProcess killed = StartedProcess.penstock(dist, home, "agent")) {
            killed.awaitSaid(RUNS);
        }

        try (StartedProcess next = StartedProcess.penstock(dist, home, "agent")) {
            next.awaitSaid(RUNS);
        }
    }

    @Test
    void goesOnAfterAHangUp() throws Exception {
        try (StartedProcess agent = StartedProcess.penstock(dist, home, "agent")) {
            agent.awaitSaid(RUNS);

            agent.hangUp();

            try (StartedProcess status = StartedProcess.penstock(dist, home, "status")) {
                assertThat(status.awaitExit()).as(status.said()).isZero();
            }
            assertThat(agent.isAlive()).isTrue();
        }
    }

    @Test
    void refusesABundleItWasNotBuiltWith() throws Exception {
        Path copy = home.resolve("dist");
        copy(dist, copy);
        Path jar = anyJar(copy.resolve("bundles"));
        Files.write(jar, new byte[] {0}, StandardOpenOption.APPEND);

        try (StartedProcess agent = StartedProcess.penstock(copy, home, "agent")) {
            assertThat(agent.awaitExit()).isEqualTo(ErrorKind.DENIED.exitCode());
            assertThat(agent.said()).contains(jar.getFileName().toString());
        }
    }

    @Test
    void hasNeitherShellNorDropFolder() {
        assertThat(Distribution.agent().jars()).extracting(jar -> jar.getFileName().toString())
                .noneMatch(name -> name.contains("gogo") || name.contains("fileinstall") || name.contains("webconsole"));
        assertThat(dist.resolve("plugins")).doesNotExist();
    }

    /** Whoever takes over an agent's machine finds nothing there to be a server with. */
    @Test
    void holdsNoClassOfAServer() throws Exception {
        List<String> classes = new ArrayList<>();
        for (Path jar : Distribution.agent().jars()) {
            try (JarFile file = new JarFile(jar.toFile())) {
                file.stream().map(JarEntry::getName).filter(name -> name.endsWith(".class") || name.endsWith(".jar"))
                        .forEach(classes::add);
            }
        }
        assertThat(classes).contains("io/penstock/control/client/component/ClientComponent.class").noneMatch(name ->
                name.startsWith("io/penstock/control/server/") || name.startsWith("io/penstock/relay/server/")
                        || name.startsWith("io/penstock/tunnel/gateway/") || name.startsWith("io/penstock/admin/console/")
                        || name.startsWith("org/flywaydb/") || name.startsWith("org/apache/felix/gogo/"));
        assertThat(dist.resolve("seed")).doesNotExist();
    }

    private static Path anyJar(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().findFirst().orElseThrow();
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        List<Path> all;
        try (Stream<Path> files = Files.walk(from)) {
            all = files.toList();
        }
        for (Path file : all) {
            Path target = to.resolve(from.relativize(file));
            if (Files.isDirectory(file)) {
                Files.createDirectories(target);
            } else {
                Files.copy(file, target);
            }
        }
    }
}
