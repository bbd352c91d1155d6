package io.penstock.plugin.exec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penstock.core.concurrent.Workers;
import io.penstock.core.plugin.Input;
import io.penstock.core.time.Clock;
import io.penstock.testing.Plugins;
import io.penstock.testing.RecordingFeed;
import io.penstock.testing.TestContext;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** With real processes. */
@DisabledOnOs(OS.WINDOWS)
class ExecTest {
    private static final Duration SOON = Duration.ofSeconds(20);

    private final ExecPlugin plugin = new ExecPlugin();
    private final RecordingFeed feed = new RecordingFeed();

    @TempDir
    private Path folder;

    @Test
    void takesEachLineOfAShellCommandAtEachDueTime() throws Exception {
        input("printf 'one\\ntwo\\n' | cat").run(feed.due(2));
        assertThat(raw()).containsExactly("one", "two", "one", "two");
        assertThat(feed.trouble()).isEmpty();
    }

    @Test
    void runsAProgramWithItsArgumentsWithoutAShell() throws Exception {
        input(List.of("printf", "%s|%s", "$HOME", "a b")).run(feed.due(1));
        assertThat(raw()).containsExactly("$HOME|a b");
    }

    @Test
    void takesTheWholeOutputAsOneEvent() throws Exception {
        input(Map.of("command", "printf 'one\\ntwo\\n\\n'", "ignore-linebreaks", true)).run(feed.due(1));
        assertThat(raw()).containsExactly("one\ntwo");
    }

    @Test
    void handsOnItsEnvironmentAndFolderAndNoInput() throws Exception {
        input(Map.of("command", "echo $GREETING; pwd; cat", "env", Map.of("GREETING", "hello"),
                "working-folder", folder.toString())).run(feed.due(1));
        assertThat(raw()).containsExactly("hello", folder.toRealPath().toString());
    }

    @Test
    void keepsTheOutputOfARunThatFailedAndSaysWhy() throws Exception {
        input("echo out; echo first >&2; echo 'no such disk' >&2; exit 3").run(feed.due(1));
        assertThat(raw()).containsExactly("out");
        assertThat(feed.trouble()).isEqualTo("\"echo\" ended with code 3: no such disk");
    }

    @Test
    void recoversWhenTheNextRunSucceeds() throws Exception {
        input("test -e " + folder + "/x || { touch " + folder + "/x; exit 1; }").run(feed.due(2));
        assertThat(feed.troubles()).hasSize(1);
        assertThat(feed.trouble()).isEmpty();
    }

    @Test
    void saysThatThereIsNoSuchProgram() throws Exception {
        input(List.of("/no/such/program", "x")).run(feed.due(1));
        assertThat(feed.trouble()).contains("/no/such/program");
    }

    @Test
    void killsARunThatTakesTooLongWithAllItStarted() throws Exception {
        Path pids = folder.resolve("pids");
        input(Map.of("command", "echo begun; sleep 600 & echo $! > " + pids + "; sleep 600", "timeout", "300ms"))
                .run(feed.due(1));
        assertThat(raw()).containsExactly("begun");
        assertThat(feed.trouble()).contains("took longer than 300ms");
        assertThat(ends(Files.readString(pids))).isTrue();
    }

    @Test
    void killsARunThatPrintsTooMuch() throws Exception {
        input(Map.of("command", "yes", "max-output", "1KiB")).run(feed.due(1));
        assertThat(feed.events()).hasSize(512);
        assertThat(feed.trouble()).contains("printed 1KiB or more");
    }

    @Test
    void doesNotWaitForADaemonThatKeepsTheOutputOpen() throws Exception {
        Path pids = folder.resolve("pids");
        input("echo done; sleep 600 & echo $! > " + pids).run(feed.due(1));
        assertThat(raw()).containsExactly("done");
        ProcessHandle.of(Long.parseLong(Files.readString(pids).strip())).ifPresent(ProcessHandle::destroyForcibly);
    }

    @Test
    void keepsNoThreadForADaemonThatKeepsTheOutputOpen() throws Exception {
        Path pids = folder.resolve("pids");
        Set<Thread> before = readers();
        input("echo done; sleep 600 & echo $! > " + pids).run(feed.due(1));
        Input stream = input(Map.of("mode", "stream", "command", "sleep 600 & echo $! >> " + pids + "; echo on; sleep 600"));
        CompletableFuture<String> ended = start(stream);
        feed.awaitEvents(2, SOON);
        stream.close();
        assertThat(ended.get(20, TimeUnit.SECONDS)).isEqualTo("returned");

        for (Thread reader : readers()) {
            if (!before.contains(reader)) {
                reader.join(SOON.toMillis());
                assertThat(reader.isAlive()).as(reader.getName()).isFalse();
            }
        }
        for (String pid : Files.readAllLines(pids)) {
            ProcessHandle.of(Long.parseLong(pid.strip())).ifPresent(ProcessHandle::destroyForcibly);
        }
    }

    private static Set<Thread> readers() {
        return Thread.getAllStackTraces().keySet().stream().filter(thread -> thread.getName().contains("exec-"))
                .collect(Collectors.toSet());
    }

    @Test
    void takesALotOfOutputAtFullSpeed() throws Exception {
        input("seq 1 300000").run(feed.due(1));
        assertThat(raw()).isEqualTo(IntStream.rangeClosed(1, 300_000).mapToObj(Integer::toString).toList());
    }

    @Test
    void streamsLinesAsTheyComeAndCompletesWithTheCommand() throws Exception {
        Path go = folder.resolve("go");
        CompletableFuture<String> ended = start(input(Map.of("mode", "stream",
                "command", "echo one; while ! test -e " + go + "; do sleep 0.02; done; printf two")));
        feed.awaitEvents(1, SOON);
        Files.createFile(go);
        assertThat(ended.get(20, TimeUnit.SECONDS)).isEqualTo("returned");
        assertThat(raw()).containsExactly("one", "two");
    }

    @Test
    void startsAStreamAgainWhenItFails() throws Exception {
        Path marker = folder.resolve("marker");
        input(Map.of("mode", "stream", "restart-delay", "1ms", "command",
                "echo line; test -e " + marker + " || { touch " + marker + "; echo broken >&2; exit 1; }")).run(feed);
        assertThat(raw()).containsExactly("line", "line");
        assertThat(feed.troubles()).containsExactly("\"echo\" ended with code 1: broken; it is started again");
        assertThat(feed.trouble()).isEmpty();
    }

    @Test
    void endsAStreamAndItsChildrenWhenClosed() throws Exception {
        Input input = input(Map.of("mode", "stream", "command", "sleep 600 & echo $!; wait"));
        CompletableFuture<String> ended = start(input);
        feed.awaitEvents(1, SOON);
        input.close();
        assertThat(ended.get(20, TimeUnit.SECONDS)).isEqualTo("returned");
        assertThat(ends(raw().get(0))).isTrue();
    }

    @Test
    void refusesOptionsThatMakeNoSense() {
        assertThat(Plugins.problems(plugin, Map.of("command", " ", "mode", "stream", "ignore-linebreaks", true,
                "env", Map.of("A=B", "x")))).extracting(problem -> problem.code())
                .containsExactly("exec.command", "exec.mode", "exec.env");
        assertThatThrownBy(() -> Plugins.options(plugin, Map.of())).hasMessageContaining("command");
    }

    private Input input(Object written) {
        return plugin.create(Plugins.options(plugin, written), TestContext.of(folder, Clock.system()));
    }

    private CompletableFuture<String> start(Input input) {
        CompletableFuture<String> ended = new CompletableFuture<>();
        Workers.thread("exec", () -> {
            try {
                input.run(feed);
                ended.complete("returned");
            } catch (Exception e) {
                ended.complete(e.toString());
            }
        }).start();
        return ended;
    }

    private static boolean ends(String pid) throws Exception {
        var handle = ProcessHandle.of(Long.parseLong(pid.strip()));
        if (handle.isPresent()) {
            handle.get().onExit().get(10, TimeUnit.SECONDS);
        }
        return true;
    }

    private List<String> raw() {
        return feed.events().stream().map(event -> (String) event.fields().get("_raw")).toList();
    }
}
