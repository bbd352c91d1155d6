package io.penstock.plugin.jdbc;

import static io.penstock.plugin.jdbc.SqliteFile.STREAM;
import static io.penstock.plugin.jdbc.SqliteFile.batch;
import static io.penstock.plugin.jdbc.SqliteFile.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.penstock.core.error.ErrorKind;
import io.penstock.core.error.PenstockException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.sql.Connection;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What must not lose anything. */
class SqliteTroubleTest {
    @TempDir
    private Path folder;
    private SqliteFile database;

    @BeforeEach
    void makeADatabase() {
        database = SqliteFile.in(folder);
    }

    private static PenstockException failure(org.assertj.core.api.ThrowableAssert.ThrowingCallable what) {
        PenstockException failure = catchThrowableOfType(PenstockException.class, what);
        assertThat(failure).isNotNull();
        return failure;
    }

    @Test
    void triesAgainWhenAnotherWriterHoldsTheFile() throws Exception {
        try (JdbcOutput output = database.output(Map.of("timeout", "1s"))) {
            output.write(batch(1, row("a", 1L)));
            try (Connection other = database.connection(); Statement statement = other.createStatement()) {
                statement.execute("BEGIN IMMEDIATE");
                PenstockException busy = failure(() -> output.write(batch(2, row("a", 2L))));
                assertThat(busy.kind()).isEqualTo(ErrorKind.RETRY);
                assertThat(busy.code()).isEqualTo("jdbc.busy");
                statement.execute("ROLLBACK");
            }
            output.open();
            assertThat(output.committed(STREAM)).hasValue(1);
            output.write(batch(2, row("a", 2L)));
        }
        assertThat(database.value("SELECT count(*) FROM records")).isEqualTo(2L);
    }

    @Test
    void triesAgainWhenTheDiskIsFull() throws Exception {
        try (JdbcOutput output = database.output(Map.of("url", "jdbc:sqlite:penstock.db?max_page_count=12"))) {
            output.write(batch(1, row("a", "x")));
            PenstockException full = failure(() -> output.write(batch(2, row("a", "x".repeat(200_000)))));
            assertThat(full.kind()).isEqualTo(ErrorKind.RETRY);
            assertThat(full.code()).isEqualTo("jdbc.full");
            output.open();
            assertThat(output.committed(STREAM)).as("nothing of the batch was kept").hasValue(1);
            output.write(batch(2, row("a", "y")));
        }
        assertThat(database.query("SELECT a FROM records")).containsExactly(java.util.List.of("x"), java.util.List.of("y"));
    }

    @Test
    void triesAgainWhenTheDatabaseMayNotBeWrittenTo() throws Exception {
        database.output(Map.of()).close();
        try (JdbcOutput output = database.output(Map.of("url",
                "jdbc:sqlite:file:" + folder.resolve("penstock.db") + "?mode=ro"))) {
            PenstockException denied = failure(() -> output.write(batch(1, row("a", 1L))));
            assertThat(denied.kind()).isEqualTo(ErrorKind.RETRY);
            assertThat(denied.code()).isEqualTo("jdbc.read-only");
        }
    }

    @Test
    void saysWhenTheFileIsNoDatabase() throws IOException {
        Files.writeString(folder.resolve("penstock.db"), "this is a text of more than one hundred bytes\n".repeat(10));
        PenstockException corrupt = failure(() -> database.output(Map.of()));
        assertThat(corrupt.kind()).isEqualTo(ErrorKind.CORRUPT);
        assertThat(corrupt.getMessage()).contains("penstock.db");
    }

    @Test
    void triesAgainWhenTheFolderCannotBeMade() throws IOException {
        Files.writeString(folder.resolve("file"), "in the way");
        PenstockException failure = failure(() -> database.output(Map.of("url", "jdbc:sqlite:file/a.db")));
        assertThat(failure.kind()).isEqualTo(ErrorKind.RETRY);
    }

    @Test
    void saysWhichTableIsMissingWhenItMayNotMakeIt() throws Exception {
        PenstockException first = failure(() -> database.output(Map.of("create", "check")));
        assertThat(first.kind()).isEqualTo(ErrorKind.RETRY);
        assertThat(first.getMessage()).contains("CREATE TABLE").contains("penstock_batches");
        database.output(Map.of()).close();
        try (JdbcOutput output = database.output(Map.of("create", "check", "table", "mine"))) {
            PenstockException missing = failure(() -> output.write(batch(1, row("a", 1L))));
            assertThat(missing.code()).isEqualTo("jdbc.table-missing");
            assertThat(missing.getMessage()).contains("CREATE TABLE").contains("\"mine\"");
            database.execute("CREATE TABLE mine (time TEXT, a INTEGER)");
            output.write(batch(1, row("a", 1L)));
        }
        assertThat(database.value("SELECT a FROM mine")).isEqualTo(1L);
    }

    @Test
    void triesAgainWhenATableGoesAway() throws Exception {
        try (JdbcOutput output = database.output(Map.of())) {
            output.write(batch(1, row("a", 1L)));
            database.execute("DROP TABLE records");
            assertThat(failure(() -> output.write(batch(2, row("a", 2L)))).kind()).isEqualTo(ErrorKind.RETRY);
            output.open();
            output.write(batch(2, row("a", 2L)));
        }
        assertThat(database.query("SELECT a FROM records")).containsExactly(java.util.List.of(2L));
    }

    @Test
    void removesNativeLibrariesThatAKilledProcessLeft() throws IOException {
        Path tmp = Files.createDirectories(folder.resolve("tmp"));
        Path left = Files.writeString(tmp.resolve("sqlite-1-libsqlitejdbc.so"), "old");
        Path fresh = Files.writeString(tmp.resolve("sqlite-2-libsqlitejdbc.so"), "new");
        Path other = Files.writeString(tmp.resolve("other"), "old");
        for (Path old : List.of(left, other)) {
            Files.setLastModifiedTime(old, FileTime.from(SqliteFile.NOW.minusSeconds(61)));
        }
        Files.setLastModifiedTime(fresh, FileTime.from(SqliteFile.NOW));
        database.output(Map.of()).close();
        assertThat(left).doesNotExist();
        assertThat(List.of(fresh, other)).allMatch(Files::exists);
    }

    @Test
    void writesNoMoreOnceClosed() {
        JdbcOutput output = database.output(Map.of());
        output.close();
        output.close();
        assertThat(failure(() -> output.write(batch(1, row("a", 1L)))).code()).isEqualTo("jdbc.closed");
    }
}
