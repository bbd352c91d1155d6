package io.penstock.config.apply;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileWatchTest {
    @TempDir
    Path folder;
    private Path file;
    private Path identity;
    private final AtomicInteger changes = new AtomicInteger();

    @BeforeEach
    void setUp() {
        file = folder.resolve("penstock.toml");
        identity = folder.resolve("penstock-agent.toml");
    }

    private FileWatch watch() {
        return new FileWatch(() -> Stream.of(file, identity).filter(Files::exists).toList(), changes::incrementAndGet);
    }

    private static void look(FileWatch watch, int times) {
        for (int i = 0; i < times; i++) {
            watch.look();
        }
    }

    @Test
    void noticesAnEditInPlaceOnce() throws Exception {
        Files.writeString(file, "a");
        FileWatch watch = watch();
        Files.writeString(file, "bb");
        look(watch, 4);

        assertThat(changes).hasValue(1);
    }

    @Test
    void noticesAReplacementAndAFirstFile() throws Exception {
        FileWatch watch = watch();
        Files.writeString(file, "a");
        look(watch, 3);
        Files.move(Files.writeString(folder.resolve("new"), "b"), file, StandardCopyOption.REPLACE_EXISTING);
        look(watch, 3);

        assertThat(changes).hasValue(2);
    }

    @Test
    void waitsUntilAFileIsWrittenToTheEnd() throws Exception {
        Files.writeString(file, "a");
        FileWatch watch = watch();
        Files.writeString(file, "half");
        watch.look();
        Files.writeString(file, "half and half");
        watch.look();
        assertThat(changes).hasValue(0);
        watch.look();

        assertThat(changes).hasValue(1);
    }

    @Test
    void doesNotMindATouchOrAVanishedFile() throws Exception {
        Files.writeString(file, "a");
        FileWatch watch = watch();
        Files.setLastModifiedTime(file, java.nio.file.attribute.FileTime.fromMillis(1));
        look(watch, 3);
        Files.delete(file);
        look(watch, 3);

        assertThat(changes).hasValue(0);
    }

    @Test
    void noticesThatASecondFileCameOrChangedOrIsOpenToOthersNoMore() throws Exception {
        Files.writeString(file, "a");
        FileWatch watch = watch();
        Files.writeString(identity, "b");
        Files.setPosixFilePermissions(identity, PosixFilePermissions.fromString("rw-r--r--"));
        look(watch, 3);
        Files.writeString(identity, "bb");
        look(watch, 3);
        Files.setPosixFilePermissions(identity, PosixFilePermissions.fromString("rw-------"));
        look(watch, 3);
        assertThat(changes).hasValue(3);

        Files.delete(identity);
        look(watch, 3);
        assertThat(changes).as("what runs goes on").hasValue(3);
    }
}
