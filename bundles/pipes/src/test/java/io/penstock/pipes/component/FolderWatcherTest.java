package io.penstock.pipes.component;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(20)
class FolderWatcherTest {
    @TempDir
    Path folder;
    private final List<String> told = new ArrayList<>();
    private final List<String> reasons = new ArrayList<>();
    private final PipeSources sources = new PipeSources() {
        @Override
        public void put(String source, String text) {
            told.add(name(source) + "=" + text);
        }

        @Override
        public void unreadable(String source, String reason) {
            told.add(name(source) + "!");
            reasons.add(reason);
        }

        @Override
        public void remove(String source) {
            told.add(name(source) + "-");
        }
    };

    private static String name(String source) {
        return Path.of(source).getFileName().toString();
    }

    @Test
    void looksPastWhatIsNoFile() throws Exception {
        Files.createDirectory(folder.resolve("a.yaml"));
        Files.createSymbolicLink(folder.resolve("b.yaml"), Path.of("b.yaml"));
        makePipe(folder.resolve("c.yaml"));
        Files.writeString(folder.resolve("d.yaml"), "text");
        FolderWatcher watcher = new FolderWatcher(folder, sources);

        watcher.first();
        watcher.look();

        assertThat(told).containsExactly("a.yaml!", "b.yaml!", "c.yaml!", "d.yaml=text");
    }

    private static void makePipe(Path file) throws IOException, InterruptedException {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/mkfifo")), "there are no named pipes here");
        assertThat(new ProcessBuilder("/usr/bin/mkfifo", file.toString()).inheritIO().start().waitFor()).isZero();
    }

    @Test
    void takesAFileThatCanBeReadAgainAndForgetsOneThatNeverCould() throws Exception {
        Path file = Files.createDirectory(folder.resolve("a.yaml"));
        FolderWatcher watcher = new FolderWatcher(folder, sources);
        watcher.first();

        Files.delete(file);
        watcher.look();
        Files.writeString(file, "text");
        watcher.look();
        watcher.look();

        assertThat(told).containsExactly("a.yaml!", "a.yaml-", "a.yaml=text");
    }

    @Test
    void saysWhereAFileIsNotUtf8AndTakesItOnceItIs() throws Exception {
        Path file = Files.write(folder.resolve("a.yaml"), "name: x\nlabel: n\u00e4h\n".getBytes(StandardCharsets.ISO_8859_1));
        FolderWatcher watcher = new FolderWatcher(folder, sources);
        watcher.first();
        watcher.look();
        Files.writeString(file, "text");
        watcher.look();
        watcher.look();

        assertThat(told).containsExactly("a.yaml!", "a.yaml=text");
        assertThat(reasons).containsExactly("a.yaml:2:9: not UTF-8 (byte 0xE4); expected a text that is saved as UTF-8");
    }
}
