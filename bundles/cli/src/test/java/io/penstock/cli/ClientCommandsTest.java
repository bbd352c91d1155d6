package io.penstock.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.admin.api.PlainJson;
import io.penstock.admin.socket.CommandTable;
import io.penstock.admin.socket.SocketListener;
import io.penstock.core.admin.AdminCommand;
import io.penstock.core.admin.AdminReply;
import io.penstock.core.error.ErrorKind;
import io.penstock.core.error.PenstockException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ClientCommandsTest {
    private final List<AdminCommand> commands = new ArrayList<>();
    private final List<Map<String, Object>> asked = new ArrayList<>();
    @TempDir
    private Path data;
    private SocketListener listener;

    @BeforeEach
    void listen() {
        listener = SocketListener.open(data, new CommandTable(() -> commands, List::of));
    }

    @AfterEach
    void close() {
        listener.close();
    }

    private void offer(String name, BiConsumer<Map<String, Object>, AdminReply> body) {
        commands.add(new AdminCommand() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public void run(Map<String, Object> arguments, AdminReply reply) {
                asked.add(arguments);
                body.accept(arguments, reply);
            }
        });
    }

    private static Map<String, Object> row(Object... pairs) {
        Map<String, Object> row = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            row.put((String) pairs[i], pairs[i + 1]);
        }
        return row;
    }

    private Captured run(String... words) {
        List<String> args = new ArrayList<>(List.of(words));
        args.addAll(List.of("--data", data.toString()));
        return Captured.run(args.toArray(String[]::new));
    }

    @Test
    void printsRowsAsATableAndLeavesEmptyColumnsOut() {
        offer("pipes.list", (arguments, reply) -> {
            reply.send(row("name", "host", "state", "RUNNING", "reason", "", "in", 1200));
            reply.send(row("name", "web-errors", "state", "WAITING", "reason", "", "in", 0));
        });
        Captured run = run("pipes", "list");
        assertThat(run.out()).isEqualTo("""
                NAME        STATE    IN
                host        RUNNING  1200
                web-errors  WAITING  0
                """);
        assertThat(run.code()).isZero();
    }

    @Test
    void printsTheSameAsJsonAndYaml() {
        offer("pipes.list", (arguments, reply) -> reply.send(row("name", "no", "labels", List.of("a b", "1"), "in", 3)));
        assertThat(PlainJson.read(run("pipes", "list", "-o", "json").out()))
                .isEqualTo(List.of(row("name", "no", "labels", List.of("a b", "1"), "in", 3L)));
        assertThat(run("pipes", "list", "--output", "yaml").out()).isEqualTo("""
                - name: "no"
                  labels:
                    - a b
                    - "1"
                  in: 3
                """);
    }

    @Test
    void handsWordsOverByTheirNames() {
        offer("config.set", (arguments, reply) -> reply.send(row("setting", "log.level")));
        run("config", "set", "log.level", "debug");
        assertThat(asked).containsExactly(Map.of("setting", "log.level", "value", "debug"));
    }

    @Test
    void makesTheNamesOfFilesAbsolute() {
        offer("plugins.install", (arguments, reply) -> reply.send("done"));
        run("plugins", "install", "a/../b.jar");
        assertThat(asked).containsExactly(Map.of("file", Path.of("b.jar").toAbsolutePath().toString()));
    }

    @Test
    void endsWithTheCodeOfTheErrorsKind() {
        for (ErrorKind kind : ErrorKind.values()) {
            commands.clear();
            offer("pipes.pause", (arguments, reply) -> {
                throw new PenstockException(kind, "pipes.some-code", "why it is so");
            });
            Captured run = run("pipes", "pause", "host");
            assertThat(run.code()).isEqualTo(kind.exitCode());
            assertThat(run.err()).isEqualTo("penstock: why it is so [pipes.some-code]\n");
        }
    }

    @Test
    void saysSoWhenNothingRuns() {
        listener.close();
        Captured run = run("status");
        assertThat(run.code()).isEqualTo(ErrorKind.CLOSED.exitCode());
        assertThat(run.err()).contains("no Penstock is running", "penstock up").doesNotContain("\tat ");
    }

    @Test
    void tellsTheStatusAndEndsBadlyWhenSomethingIsDown() {
        offer("status", (arguments, reply) -> reply.send(row("version", "1", "mode", "up", "pid", 7, "state", "DOWN",
                "capabilities", List.of(row("capability", "pipes", "part", "web", "state", "DOWN", "reason", "no such table", "since", "now")),
                "pipes", List.of(), "places", List.of(row("name", "metrics", "where", "http://127.0.0.1:9600/metrics")))));
        Captured run = run("status");
        assertThat(run.out()).contains("process 7", "pipes/web", "no such table", "http://127.0.0.1:9600/metrics");
        assertThat(run.code()).isEqualTo(ErrorKind.RETRY.exitCode());
    }

    @Test
    void letsNothingFromOutsideSteerTheTerminal() {
        offer("pipes.list", (arguments, reply) -> reply.send(row("name", "a\u001b[2Jb\r\nc")));
        assertThat(run("pipes", "list").out()).isEqualTo("NAME\na [2Jb  c\n");
    }

    @Test
    void aTestThatFailedIsSeenByScripts() {
        offer("tunnel.test", (arguments, reply) -> reply.send(row("agent", arguments.get("agent"), "target",
                arguments.get("target"), "code", arguments.get("target").equals("db:5432") ? "OK" : "REFUSED", "connectMs", 3)));
        Captured good = run("tunnel", "test", "berlin", "db:5432");
        assertThat(good.out()).isEqualTo("AGENT   TARGET   CODE  CONNECT-MS\nberlin  db:5432  OK    3\n");
        assertThat(good.code()).isZero();
        assertThat(run("tunnel", "test", "berlin", "db:1").code()).isEqualTo(ErrorKind.RETRY.exitCode());
    }

    @Test
    void followsLogs() {
        offer("logs.tail", (arguments, reply) -> {
            reply.send(row("time", "2026-01-01T00:00:00Z", "level", "WARN", "module", "pipes", "message", "slow"));
            reply.send(row("missed", 3));
        });
        Captured run = run("logs", "-f", "-n", "5", "--level", "warn", "--module", "pipes");
        assertThat(asked).containsExactly(Map.of("follow", true, "lines", 5L, "level", "warn", "module", "pipes"));
        assertThat(run.out()).isEqualTo("2026-01-01T00:00:00Z WARN  pipes: slow\n");
        assertThat(run.err()).contains("3 lines");
    }
}
