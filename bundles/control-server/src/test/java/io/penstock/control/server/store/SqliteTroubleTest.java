package io.penstock.control.server.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penstock.core.error.ErrorKind;
import io.penstock.core.error.PenstockException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What can happen to a file. */
class SqliteTroubleTest {
    @TempDir
    Path folder;

    private SqlitePlace place() {
        return new SqlitePlace(folder);
    }

    private static PenstockException failure(Runnable task) {
        try {
            task.run();
        } catch (CompletionException e) {
            return (PenstockException) e.getCause();
        } catch (PenstockException e) {
            return e;
        }
        throw new AssertionError("it did not fail");
    }

    @Test
    void saysThatAFileIsNoDatabase() throws IOException {
        place().open().close();
        Files.writeString(folder.resolve(Store.FILE), "this is no database, and long enough to be looked at ".repeat(100));

        PenstockException failure = failure(() -> place().open());
        assertThat(failure.kind()).isEqualTo(ErrorKind.CORRUPT);
        assertThat(failure.code()).isEqualTo("store.corrupt");
        assertThat(failure.getMessage()).contains(Store.FILE).contains("backup");
    }

    @Test
    void saysThatADatabaseIsDamaged() throws IOException {
        try (Store store = place().open()) {
            store.write(tx -> {
                for (int i = 0; i < 2000; i++) {
                    tx.update("insert into meta (name, value) values (?, ?)", "n" + i, "x".repeat(200));
                }
                return null;
            }).join();
        }
        try (RandomAccessFile file = new RandomAccessFile(folder.resolve(Store.FILE).toFile(), "rw")) {
            for (long at = 4096 * 3; at < file.length(); at += 4096) {
                file.seek(at);
                file.write(new byte[512]);
            }
        }

        PenstockException failure = failure(() -> {
            try (Store store = place().open()) {
                store.read(rows -> rows.list("select name, value from meta order by value", row -> row.text("name"))).join();
            }
        });
        assertThat(failure.kind()).isEqualTo(ErrorKind.CORRUPT);
        assertThat(failure.getMessage()).contains(Store.FILE);
    }

    @Test
    void keepsWhatWasAcknowledgedWhenTheDiskIsFull() {
        try (Store store = place().open()) {
            store.write(tx -> tx.update("insert into meta (name, value) values ('a', '1')")).join();
            // As many pages as there are: what SQLite says then is what it says on a full disk.
            store.write(tx -> tx.list("pragma max_page_count = 1", row -> 0)).join();
            PenstockException failure = failure(() -> store.write(tx -> tx.update("insert into meta (name, value) values ('b', ?)",
                    "x".repeat(1 << 20))).join());

            assertThat(failure.kind()).isEqualTo(ErrorKind.RETRY);
            assertThat(failure.code()).isEqualTo("store.unavailable");
            assertThat(failure.getMessage()).contains("no room left").contains(folder.toString());
            assertThat(store.trouble()).hasValueSatisfying(reason -> assertThat(reason).contains("no room left"));
            // The connection was opened anew, without that limit: room again.
            store.write(tx -> tx.update("insert into meta (name, value) values ('c', '1')")).join();
            assertThat(store.read(rows -> rows.list("select name from meta where name in ('a', 'b', 'c') order by name",
                    row -> row.text("name"))).join()).containsExactly("a", "c");
            assertThat(store.trouble()).isEmpty();
        }
    }

    @Test
    void refusesToMakeAKeyForADatabaseThatHasOne() throws IOException {
        place().open().close();
        Files.delete(folder.resolve(MasterKey.FILE));

        assertThatThrownBy(() -> MasterKey.inFolder(folder, new SecureRandom())).isInstanceOfSatisfying(PenstockException.class,
                e -> {
                    assertThat(e.code()).isEqualTo("store.master-key");
                    assertThat(e.getMessage()).contains(MasterKey.FILE).contains("put the file back");
                });
    }

    @Test
    void refusesAKeyThatIsNone() throws IOException {
        Files.writeString(folder.resolve(MasterKey.FILE), "CANARY not a key");

        assertThatThrownBy(() -> MasterKey.inFolder(folder, new SecureRandom())).isInstanceOfSatisfying(PenstockException.class,
                e -> assertThat(e.getMessage()).contains(MasterKey.FILE).contains("base64").doesNotContain("CANARY"));
    }

    @Test
    void keepsItsFilesToItsOwner() throws IOException {
        place().open().close();

        assertThat(java.nio.file.attribute.PosixFilePermissions.toString(Files.getPosixFilePermissions(folder))).isEqualTo("rwx------");
        assertThat(java.nio.file.attribute.PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve(MasterKey.FILE))))
                .isEqualTo("rw-------");
    }
}
