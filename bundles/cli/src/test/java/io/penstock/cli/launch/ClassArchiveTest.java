package io.penstock.cli.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClassArchiveTest {
    @TempDir
    Path data;

    @Test
    void marksAnArchiveOnceAndStaysQuietTheNextTime() {
        ClassArchive archive = new ClassArchive(data.resolve("classes-1.whole"));
        archive.markWorthKeeping();
        archive.markWorthKeeping();
        assertThat(archive.mark()).exists();
    }

    @Test
    void doesWithoutAMarkWhereNothingCanBeWritten() {
        ClassArchive archive = new ClassArchive(data.resolve("missing").resolve("classes-1.whole"));
        archive.markWorthKeeping();
        assertThat(archive.mark()).doesNotExist();
    }
}
