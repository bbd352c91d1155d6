package io.penstock.plugin.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KernelFilesTest {
    @TempDir
    private Path folder;

    @Test
    void readsFilesOfAnyLengthOneAfterTheOther() throws IOException {
        KernelFiles files = new KernelFiles(folder);
        for (int length : new int[] {0, 100_000, 1, 16 << 10, 40_000}) {
            String text = "é".repeat(length / 2);
            Files.writeString(folder.resolve("file"), text);
            assertThat(files.read("file")).hasValue(text);
        }
    }

    @Test
    void findsNothingInWhatIsMissingOrNoFile() throws IOException {
        KernelFiles files = new KernelFiles(folder);
        Files.createDirectory(folder.resolve("folder"));
        assertThat(List.of(files.read("missing"), files.read("folder"))).allMatch(java.util.Optional::isEmpty);
        assertThat(files.lines("missing")).isEmpty();
        assertThat(files.number(folder.resolve("missing"))).isEmpty();
        assertThat(KernelFiles.names(folder.resolve("missing"))).isEmpty();
        assertThat(KernelFiles.names(folder)).containsExactly("folder");
    }

    @Test
    void readsWhatTheKernelGivesWithoutALength() {
        KernelFiles files = new KernelFiles(Path.of("/"));
        if (Files.exists(Path.of("/proc/self/stat"))) {
            assertThat(files.read("proc/self/stat").flatMap(ProcessStat::parse)).isPresent();
        }
    }
}
