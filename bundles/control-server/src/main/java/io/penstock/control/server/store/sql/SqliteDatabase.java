package io.penstock.control.server.store.sql;

import io.penstock.core.error.ErrorKind;
import io.penstock.core.error.PenstockException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.sqlite.JDBC;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteErrorCode;

/** One SQLite file: write-ahead log, {@code synchronous=FULL}. */
public final class SqliteDatabase implements Dialect {
    /** Only a backup, or another program, ever holds the file. */
    private static final Duration BUSY_TIMEOUT = Duration.ofSeconds(5);
    private static final int MAX_LOG_BYTES = 64 << 20;

    private final Path file;
    private final NativeLibrary library;

    /**
     * @param file made when it is not there; its folder must be
     * @param library where the driver's native part is unpacked
     */
    public SqliteDatabase(Path file, NativeLibrary library) {
        this.file = file;
        this.library = library;
    }

    @Override
    public String name() {
        return "sqlite";
    }

    @Override
    public String shown() {
        return file.toString();
    }

    @Override
    public Connection connect() throws SQLException {
        library.load();
        SQLiteConfig config = new SQLiteConfig();
        config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
        config.setBusyTimeout((int) BUSY_TIMEOUT.toMillis());
        config.setJournalSizeLimit(MAX_LOG_BYTES);
        config.enforceForeignKeys(true);
        return JDBC.createConnection("jdbc:sqlite:" + file, config.toProperties());
    }

    /** A transaction that begins by reading could not be made to write while another one writes. */
    @Override
    public String beginWriting() {
        return "begin immediate";
    }

    @Override
    public String beginReading() {
        return "begin";
    }

    @Override
    public Map<String, String> placeholders() {
        return Map.of("bytes", "blob");
    }

    /** A commit that fails here is not done. */
    @Override
    public Optional<String> transaction(SqlSession session) {
        return Optional.empty();
    }

    @Override
    public boolean committed(SqlSession session, String transaction) {
        return false;
    }

    @Override
    public Optional<Instant> now(SqlSession session) {
        return Optional.empty();
    }

    @Override
    public void tell(SqlSession session, String text) {
        // Nobody else is on the file.
    }

    @Override
    public void listen(SqlSession session) {
        // There is nothing to hear.
    }

    @Override
    public boolean heard(SqlSession session, Duration atMost) {
        return false;
    }

    @Override
    public boolean tells() {
        return false;
    }

    @Override
    public void copyTo(SqlSession session, Path copy) throws SQLException {
        session.update("vacuum into ?", copy.toString());
    }

    @Override
    public boolean worthTrying(SQLException failure) {
        return switch (primary(failure)) {
            case SQLITE_BUSY, SQLITE_LOCKED, SQLITE_PROTOCOL, SQLITE_SCHEMA -> true;
            default -> false;
        };
    }

    @Override
    public boolean duplicate(SQLException failure) {
        return primary(failure) == SQLiteErrorCode.SQLITE_CONSTRAINT;
    }

    @Override
    public PenstockException translate(SQLException failure) {
        String where = "the database " + file;
        return switch (primary(failure)) {
            case SQLITE_FULL -> unavailable("there is no room left on the disk of " + where
                    + ": nothing is stored until there is", failure);
            case SQLITE_BUSY, SQLITE_LOCKED -> unavailable("another program held " + where + " for longer than "
                    + BUSY_TIMEOUT.toSeconds() + " s", failure);
            case SQLITE_CANTOPEN, SQLITE_PERM, SQLITE_READONLY, SQLITE_AUTH -> unavailable(where
                    + " cannot be opened for writing: expected a file and a folder that may be written to", failure);
            case SQLITE_IOERR -> unavailable(where + " cannot be read or written: " + failure.getMessage(), failure);
            case SQLITE_CORRUPT, SQLITE_NOTADB, SQLITE_FORMAT -> new PenstockException(ErrorKind.CORRUPT, "store.corrupt",
                    where + " is damaged (" + failure.getMessage() + "): restore a backup in its place", failure);
            default -> new PenstockException(ErrorKind.BUG, "store.sql", where + ": " + failure.getMessage(), failure);
        };
    }

    private static PenstockException unavailable(String message, SQLException failure) {
        return PenstockException.retry("store.unavailable", message, failure);
    }

    /** Without what an extended code says beside it. */
    private static SQLiteErrorCode primary(SQLException failure) {
        return SQLiteErrorCode.getErrorCode(failure.getErrorCode() & 0xFF);
    }
}
