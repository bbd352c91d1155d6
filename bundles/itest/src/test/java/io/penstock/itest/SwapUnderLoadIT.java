package io.penstock.itest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.osgi.framework.Bundle;

/**
 * Each of our bundles is stopped, updated and started again while numbered lines and events flow through pipes made of
 * them: nothing is lost, nothing stored twice, every pipe runs again, and of the old bundle nothing is left. Three swaps a
 * bundle; {@code -Dpenstock.swaps=20} for the long run.
 */
class SwapUnderLoadIT {
    private static final int SWAPS = Integer.getInteger("penstock.swaps", 3);
    private static final int LINES_EACH_10_MS = 30;
    /** What comes and goes by itself: idle pool threads, the JVM's own, connections that end after their timeout. */
    private static final int THREADS_TOLERATED = 3;
    private static final int FILES_TOLERATED = 3;
    /** Everything that listens does. */
    private static final String SETTINGS = """
            [admin]
            address = "127.0.0.1:0"
            [admin-console]
            address = "127.0.0.1:0"
            [tunnel-gateway]
            address = "127.0.0.1:0"
            [pipes]
            drain-deadline = "500ms"
            [log]
            console = "off"
            """;
    private static final List<String> PIPES = List.of("lines", "made", "many", "send");

    private final OldClassLoaders old = new OldClassLoaders();
    private Path home;
    private EmbeddedRuntime runtime;
    private NumberedLines lines;
    private Thread writer;

    @BeforeEach
    void startsPipesUnderLoad() throws Exception {
        home = Distribution.newHome("swap");
        OptimizingCompiler.off(home);
        Files.writeString(home.resolve("conf/penstock.toml"), SETTINGS);
        runtime = EmbeddedRuntime.start(Distribution.full(), home);
        lines = new NumberedLines(home.resolve("in.log"), LINES_EACH_10_MS);
        writer = new Thread(lines, "writer");
        writer.start();
        writePipes();
        awaitAllRunning("at the start");
        Eventually.holds("lines arrive", () -> size(copy()) > 0);
    }

    @AfterEach
    void stops() throws Exception {
        lines.stop();
        writer.join();
        runtime.close();
        OptimizingCompiler.on();
    }

    @Test
    void everyBundleIsReplacedAndNothingIsLostOrLeftBehind() throws Exception {
        List<Path> jars = ours();
        assertThat(jars).hasSizeGreaterThan(12);
        // What is made once and kept: classes, pools, connections.
        for (Path jar : jars) {
            swap(jar);
        }
        awaitDelivery();
        System.gc();
        List<String> threads = threads();
        List<String> files = OpenFiles.now();
        for (Path jar : jars) {
            for (int i = 0; i < SWAPS; i++) {
                swap(jar);
            }
        }
        nothingOfTheOldIsLeft(threads, files);
        everythingArrivedOnce();
    }

    private void writePipes() throws Exception {
        int http = freePort();
        int tcp = freePort();
        runtime.pipe("lines.yaml", """
                name: lines
                inputs:
                  read: {file: {paths: ["%s"], poll-interval: 20ms}}
                steps:
                  - id: number
                    from: read
                    extract: {pattern: 'line (?<n>[0-9]+)', types: {n: int}}
                outputs:
                  database: {from: number, jdbc: {table: lines}, batch: {timeout: 20ms}}
                  copy: {from: number, file: {path: "%s", format: raw}, batch: {timeout: 20ms}}
                """.formatted(home.resolve("in.log"), home.resolve("out.log")));
        runtime.pipe("made.yaml", """
                name: made
                input: {generate: {rate: 1000/s}}
                output: {jdbc: {table: made}, batch: {timeout: 20ms}, buffer: disk}
                """);
        runtime.pipe("many.yaml", """
                name: many
                inputs:
                  machine: {host: {}, schedule: {interval: 200ms, immediate: true}}
                  command: {exec: {command: [echo, hello]}, schedule: {interval: 500ms}}
                  datagrams: {udp: {port: 0}}
                  requests: {http-server: {port: %d}}
                  stream: {tcp: {port: %d}}
                steps:
                  - {id: odd, from: command, filter: '_raw == "hello"'}
                outputs:
                  scrape: {from: machine, prometheus: {address: "127.0.0.1:0"}}
                  nowhere: {from: [odd, datagrams, requests, stream], discard: {}}
                """.formatted(http, tcp));
        runtime.pipe("send.yaml", """
                name: send
                input: {generate: {rate: 200/s}}
                outputs:
                  posted: {http: {url: "http://127.0.0.1:%d/"}, batch: {timeout: 20ms}, retry: {initial-delay: 20ms, max-delay: 100ms}}
                  sent: {tcp: {host: 127.0.0.1, port: %d}, batch: {timeout: 20ms}, retry: {initial-delay: 20ms, max-delay: 100ms}}
                """.formatted(http, tcp));
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private void swap(Path jar) throws Exception {
        Bundle bundle = runtime.bundleOf(jar);
        long before = size(copy());
        old.add(bundle.getSymbolicName(), BundleSwap.swap(runtime.system(), bundle, jar));
        awaitAllRunning("after " + bundle.getSymbolicName());
        Eventually.holds("lines flow again after " + bundle.getSymbolicName(), () -> size(copy()) > before);
    }

    private void awaitAllRunning(String when) throws Exception {
        Eventually.holds("all run " + when, () -> PIPES.stream().allMatch(pipe -> runtime.state(pipe).equals("RUNNING")),
                () -> PIPES.stream().map(pipe -> runtime.ask("pipes.show", Map.of("pipe", pipe)).toString())
                        .collect(Collectors.joining("\n")));
    }

    /** A pipe that runs may not have connected yet: what it then opens would look left behind. */
    private void awaitDelivery() throws Exception {
        for (String pipe : PIPES) {
            Map<String, Long> before = runtime.delivered(pipe);
            assertThat(before).isNotEmpty();
            Eventually.holds("every output of " + pipe + " delivers", () -> {
                Map<String, Long> now = runtime.delivered(pipe);
                return before.entrySet().stream().allMatch(output -> now.getOrDefault(output.getKey(), 0L) > output.getValue());
            }, () -> runtime.delivered(pipe));
        }
    }

    private void nothingOfTheOldIsLeft(List<String> threads, List<String> files) throws Exception {
        old.areCollected();
        Eventually.holds("threads are as before", () -> threads().size() <= threads.size() + THREADS_TOLERATED,
                () -> more(threads(), threads));
        Eventually.holds("open files are as before", () -> openFiles() <= files.size() + FILES_TOLERATED,
                () -> openFiles() + " instead of " + files.size() + ": " + more(OpenFiles.now(), files));
    }

    /** After a collection: a Java 17 HTTP client cannot be closed, its idle connections end when it is collected. */
    private static int openFiles() {
        System.gc();
        return OpenFiles.now().size();
    }

    private static List<String> more(List<String> now, List<String> before) {
        List<String> more = new ArrayList<>(now);
        before.forEach(more::remove);
        return more;
    }

    /** Looked at only after the runtime has ended: two copies of SQLite in one process undo each other's locks. */
    private void everythingArrivedOnce() throws Exception {
        lines.stop();
        writer.join();
        long written = lines.written();
        Eventually.holds("all lines are in the file", () -> linesOf(copy()).stream().distinct().count() >= written);
        Files.delete(home.resolve("pipes/made.yaml"));
        Eventually.holds("all has arrived", () -> runtime.row("made").isEmpty() && memoryBytes("lines") == 0);
        runtime.close();

        assertThat(linesOf(copy())).as("lines in the file").hasSize((int) written).doesNotHaveDuplicates();
        assertThat(query("select count(*) from lines")).as("lines in the database").isEqualTo(written)
                .isEqualTo(query("select count(distinct n) from lines"));
        assertThat(query("select count(*) from made")).as("events in the database").isGreaterThan(0)
                .isEqualTo(query("select count(distinct seq) from made")).isEqualTo(query("select max(seq) + 1 from made"));
        System.out.println("swap: " + old.bundles() + " bundles, " + (SWAPS + 1) + " times each, under " + written + " lines and "
                + query("select count(*) from made") + " events");
    }

    private long memoryBytes(String pipe) {
        return runtime.ask("pipes.show", Map.of("pipe", pipe)).stream()
                .mapToLong(row -> ((Number) ((Map<?, ?>) row).get("memory-bytes")).longValue()).findFirst().orElse(-1);
    }

    private Path copy() {
        return home.resolve("out.log");
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            return -1;
        }
    }

    private static List<String> linesOf(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> threads() {
        return Thread.getAllStackTraces().keySet().stream().map(Thread::getName).sorted().toList();
    }

    private static List<Path> ours() throws Exception {
        try (Stream<Path> files = Files.list(Distribution.full().folder().resolve("bundles"))) {
            return files.filter(file -> file.toString().endsWith(".jar")).sorted().toList();
        }
    }

    private long query(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + home.resolve("data/penstock.db"));
                Statement statement = connection.createStatement(); ResultSet result = statement.executeQuery(sql)) {
            return result.getLong(1);
        }
    }
}
