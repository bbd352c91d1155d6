package io.penstock.cli.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.penstock.core.error.ErrorKind;
import io.penstock.core.error.PenstockException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataLockTest {
    @TempDir
    Path folder;

    @Test
    void refusesASecondClaimNamingTheHolder() {
        try (DataLock first = DataLock.claim(folder)) {
            assertThat(first).isNotNull();

            PenstockException e = catchThrowableOfType(PenstockException.class, () -> DataLock.claim(folder));

            assertThat(e.kind()).isEqualTo(ErrorKind.CONFLICT);
            assertThat(e).hasMessageContaining("process " + ProcessHandle.current().pid());
        }
    }

    @Test
    void isFreeAgainAfterClosing() {
        DataLock.claim(folder).close();

        try (DataLock again = DataLock.claim(folder)) {
            assertThat(again).isNotNull();
        }
    }

    @Test
    void aFileLeftByADeadProcessIsNoClaim() throws Exception {
        Files.writeString(folder.resolve("lock"), "123456789012345\n");

        try (DataLock lock = DataLock.claim(folder)) {
            assertThat(lock).isNotNull();
            assertThat(folder.resolve("lock")).hasContent(ProcessHandle.current().pid() + "\n");
        }
    }

    @Test
    void aFileInPlaceOfTheFolderIsDenied() throws Exception {
        Path file = Files.writeString(folder.resolve("data"), "");

        PenstockException e = catchThrowableOfType(PenstockException.class, () -> DataLock.claim(file));

        assertThat(e.kind()).isEqualTo(ErrorKind.DENIED);
        assertThat(e).hasMessageContaining(file.toString());
    }
}
