package io.penstock.plugin.file.tail;

import static org.assertj.core.api.Assertions.assertThat;

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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileInputTest {
    private static final Duration SOON = Duration.ofSeconds(10);

    private final FileInputPlugin plugin = new FileInputPlugin();
    private final RecordingFeed feed = new RecordingFeed();
    private final CompletableFuture<String> ended = new CompletableFuture<>();

    @TempDir
    private Path folder;

    @Test
    void followsAFileOnARealThreadUntilClosed() throws Exception {
        Path log = folder.resolve("a.log");
        Files.writeString(log, "one\n");
        Input input = input(log.toString());
        start(input);
        feed.awaitEvents(1, SOON);
        Files.writeString(log, "two\n", java.nio.file.StandardOpenOption.APPEND);
        assertThat(Tail.lines(feed.awaitEvents(2, SOON))).containsExactly("one", "two");
        input.close();
        assertThat(ended.get(10, TimeUnit.SECONDS)).isEqualTo("returned");
    }

    @Test
    void passesAnInterruptOn() throws Exception {
        Path log = folder.resolve("a.log");
        Files.writeString(log, "one\n");
        Thread thread = start(input(log.toString()));
        feed.awaitEvents(1, SOON);
        thread.interrupt();
        assertThat(ended.get(10, TimeUnit.SECONDS)).isEqualTo("InterruptedException");
    }

    @Test
    void returnsAtOnceWhenItDoesNotFollow() throws Exception {
        Path log = folder.resolve("a.log");
        Files.writeString(log, "one\ntwo");
        input(Map.of("paths", log.toString(), "follow", false)).run(feed);
        assertThat(Tail.lines(feed.events())).containsExactly("one", "two");
    }

    @Test
    void refusesOptionsThatMakeNoSense() {
        Map<String, Object> written = Map.of("paths", List.of("/var/log/[a.log"), "encoding", "UTF-16LE",
                "multiline", Map.of("start", "^a", "continuation", "^b"));
        assertThat(Plugins.problems(plugin, written)).extracting(problem -> String.join(".", problem.path()))
                .containsExactly("paths.0", "encoding", "multiline");
        assertThat(Plugins.problems(plugin, Map.of())).extracting(problem -> problem.code()).containsExactly("options.missing");
        assertThat(Plugins.problems(plugin, Map.of("paths", "/a", "encoding", "klingon")))
                .extracting(problem -> problem.code()).containsExactly("file.encoding");
    }

    private Input input(Object written) {
        return plugin.create(Plugins.options(plugin, written), TestContext.of(folder.resolve("state"), Clock.system()));
    }

    private Thread start(Input input) {
        Thread thread = Workers.thread("file", () -> {
            try {
                input.run(feed);
                ended.complete("returned");
            } catch (Exception e) {
                ended.complete(e.getClass().getSimpleName());
            }
        });
        thread.start();
        return thread;
    }
}
