package io.penstock.plugin.jdbc;

import io.penstock.core.error.ErrorKind;
import io.penstock.core.error.PenstockException;
import io.penstock.core.event.Bytes;
import io.penstock.core.event.EventText;
import io.penstock.core.event.Unsigned;
import io.penstock.core.event.ValueType;
import io.penstock.core.time.Clock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.sqlite.JDBC;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConnection;
import org.sqlite.SQLiteErrorCode;

/**
 * SQLite: write-ahead log, {@code synchronous=FULL}. Column types are chosen for their affinity, so that nothing is
 * converted: whole numbers up to 2^63-1 are INTEGER, larger ones decimal digits as TEXT, NaN the TEXT {@code NaN}.
 */
final class SqliteDialect implements Dialect {
    /** SQLite waits this long at a time for another writer: a wait in there cannot be ended from outside. */
    private static final Duration BUSY_TIMEOUT = Duration.ofMillis(250);
    private static final int MAX_LOG_BYTES = 64 << 20;
    private static final String ROW = "(?, ?, ?)";
    private static final Map<ValueType, String> DECLARED = new EnumMap<>(Map.ofEntries(
            Map.entry(ValueType.NULL, "TEXT"), Map.entry(ValueType.STRING, "TEXT"),
            Map.entry(ValueType.BOOL, "BOOLEAN"), Map.entry(ValueType.INT, "INTEGER"),
            Map.entry(ValueType.UINT, "UNSIGNED BLOB"), Map.entry(ValueType.FLOAT, "REAL"),
            Map.entry(ValueType.DECIMAL, "DECIMAL TEXT"), Map.entry(ValueType.BYTES, "BLOB"),
            Map.entry(ValueType.TIME, "TIMESTAMP TEXT"), Map.entry(ValueType.DURATION, "DURATION TEXT"),
            Map.entry(ValueType.LIST, "JSON TEXT"), Map.entry(ValueType.MAP, "JSON TEXT")));

    private final String url;
    private final Optional<Path> file;
    private final Path temporary;
    private final Duration timeout;
    private final Clock clock;
    private Object fileKey;

    /**
     * @param url with an absolute file, or none at all ({@code :memory:})
     * @param temporary where the driver unpacks its native library
     */
    SqliteDialect(String url, Path temporary, Duration timeout, Clock clock) {
        String name = url.substring(JdbcOptions.SQLITE.length()).split("\\?", 2)[0];
        this.url = url;
        this.file = name.isEmpty() || name.startsWith(":") || name.startsWith("file:")
                ? Optional.empty() : Optional.of(Path.of(name));
        this.temporary = temporary;
        this.timeout = timeout;
        this.clock = clock;
    }

    @Override
    public Connection connect() throws SQLException {
        prepareFolders();
        NativeLibraries.load();
        SQLiteConfig config = new SQLiteConfig();
        config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
        config.setBusyTimeout((int) BUSY_TIMEOUT.toMillis());
        config.setJournalSizeLimit(MAX_LOG_BYTES);
        Connection connection = JDBC.createConnection(url, config.toProperties());
        fileKey = key();
        return connection;
    }

    /** A transaction that begins by reading could not be made to write while another one writes. */
    @Override
    public String begin() {
        return "BEGIN IMMEDIATE";
    }

    @Override
    public boolean worthWaiting(SQLException failure) {
        return code(failure) == SQLiteErrorCode.SQLITE_BUSY;
    }

    @Override
    public int beginnings() {
        return (int) (timeout.toMillis() / BUSY_TIMEOUT.toMillis());
    }

    private void prepareFolders() {
        try {
            NativeLibraries.prepare(temporary, clock.now());
            if (file.isPresent() && file.get().getParent() != null) {
                Files.createDirectories(file.get().getParent());
            }
        } catch (IOException e) {
            throw PenstockException.retry("jdbc.folder", "the folder of the database cannot be made: "
                    + PenstockException.describe(e), e);
        }
    }

    /** A deleted file is still written to by who has it open: what is written there is lost. */
    @Override
    public boolean current() {
        return file.isEmpty() || fileKey != null && fileKey.equals(key());
    }

    private Object key() {
        try {
            return file.isEmpty() ? null : Files.readAttributes(file.get(), BasicFileAttributes.class).fileKey();
        } catch (IOException e) {
            return null;
        }
    }

    @Override
    public void interrupt(Connection connection) throws SQLException {
        ((SQLiteConnection) connection).getDatabase().interrupt();
    }

    @Override
    public String declare(ValueType type) {
        return DECLARED.get(type);
    }

    @Override
    public Optional<ValueType> typeOf(String declared) {
        String upper = declared.toUpperCase(Locale.ROOT);
        return switch (upper) {
            case "TEXT" -> Optional.of(ValueType.STRING);
            case "JSON TEXT" -> Optional.of(ValueType.MAP);
            default -> DECLARED.entrySet().stream().filter(entry -> entry.getValue().equals(upper))
                    .map(Map.Entry::getKey).findFirst();
        };
    }

    @Override
    public Map<String, String> columns(Connection connection, String table) throws SQLException {
        Map<String, String> columns = new LinkedHashMap<>();
        try (PreparedStatement query = connection.prepareStatement("SELECT name, type FROM pragma_table_info(?)")) {
            query.setString(1, table);
            ResultSet rows = query.executeQuery();
            while (rows.next()) {
                columns.put(rows.getString(1), rows.getString(2));
            }
        }
        return columns;
    }

    @Override
    public void bind(PreparedStatement statement, int index, Optional<ValueType> column, Object value)
            throws SQLException {
        if (value == null) {
            statement.setObject(index, null);
        } else if (value instanceof Number number) {
            bindNumber(statement, index, number);
        } else if (value instanceof Boolean truth) {
            statement.setLong(index, truth ? 1 : 0);
        } else if (value instanceof Bytes bytes) {
            statement.setBytes(index, bytes.toArray());
        } else {
            statement.setString(index, Dialect.text(EventText.text(value)));
        }
    }

    private static void bindNumber(PreparedStatement statement, int index, Number value) throws SQLException {
        if (value instanceof Unsigned unsigned && unsigned.fitsLong() || value instanceof Long) {
            statement.setLong(index, value.longValue());
        } else if (value instanceof Double number && !number.isNaN()) {
            statement.setDouble(index, number);
        } else {
            statement.setString(index, value.toString());
        }
    }

    @Override
    public String createBatches() {
        return "CREATE TABLE IF NOT EXISTS penstock_batches (stream TEXT PRIMARY KEY, seq INTEGER NOT NULL,"
                + " committed_at TIMESTAMP TEXT NOT NULL) WITHOUT ROWID";
    }

    @Override
    public List<String> createMeasurements(Connection connection, String name) {
        String series = quote(name + "_series");
        String points = quote(name + "_points");
        String part = "((p.time % 1000000000) + 1000000000) % 1000000000";
        return List.of(
                "CREATE TABLE IF NOT EXISTS " + series + " (id INTEGER PRIMARY KEY, metric TEXT NOT NULL,"
                        + " unit TEXT NOT NULL, resource TEXT NOT NULL, consumer TEXT NOT NULL,"
                        + " attributes TEXT NOT NULL, UNIQUE (metric, unit, resource, consumer, attributes))",
                "CREATE TABLE IF NOT EXISTS " + points + " (time INTEGER NOT NULL, series INTEGER NOT NULL, value)",
                "CREATE INDEX IF NOT EXISTS " + quote(name + "_points_time") + " ON " + points + " (time)",
                "CREATE VIEW IF NOT EXISTS " + quote(name) + " AS SELECT s.metric AS metric,"
                        + " strftime('%Y-%m-%dT%H:%M:%S', (p.time - " + part + ") / 1000000000, 'unixepoch')"
                        + " || printf('.%09dZ', " + part + ") AS time, p.value AS value, s.unit AS unit,"
                        + " s.resource AS resource, s.consumer AS consumer, s.attributes AS attributes"
                        + " FROM " + points + " p JOIN " + series + " s ON s.id = p.series");
    }

    @Override
    public PointWriter points(Connection connection, String name) throws SQLException {
        return new SqlitePoints(connection, insertPoints(name), ROW, SqliteDialect::bindPoint);
    }

    @Override
    public PointWriter pointRows(Connection connection, String name) throws SQLException {
        return new PreparedPoints(connection, insertPoints(name) + ROW, SqliteDialect::bindPoint);
    }

    private String insertPoints(String name) {
        return "INSERT INTO " + quote(name + "_points") + " (time, series, value) VALUES ";
    }

    private static void bindPoint(PreparedStatement statement, int first, long series, Instant time, Number value)
            throws SQLException {
        statement.setLong(first, EpochNanos.of(time));
        statement.setLong(first + 1, series);
        bindNumber(statement, first + 2, value);
    }

    @Override
    public void bindPointTime(PreparedStatement statement, int index, String declared, Instant time)
            throws SQLException {
        statement.setLong(index, EpochNanos.of(time));
    }

    @Override
    public String deleteOld(String points) {
        return "DELETE FROM " + points + " WHERE rowid IN (SELECT rowid FROM " + points
                + " WHERE time < ? ORDER BY time LIMIT ?)";
    }

    @Override
    public boolean blamesTheRow(SQLException failure) {
        return switch (code(failure)) {
            case SQLITE_CONSTRAINT, SQLITE_MISMATCH, SQLITE_TOOBIG, SQLITE_RANGE -> true;
            default -> false;
        };
    }

    @Override
    public PenstockException translate(SQLException failure) {
        String where = file.map(Path::toString).orElse("in memory");
        SQLiteErrorCode code = code(failure);
        return switch (code) {
            case SQLITE_BUSY, SQLITE_LOCKED -> retry("jdbc.busy", "another writer held the database " + where
                    + " for longer than " + timeout.toSeconds() + " s", failure);
            case SQLITE_FULL -> retry("jdbc.full", "the disk of the database " + where + " is full", failure);
            case SQLITE_READONLY, SQLITE_PERM -> retry("jdbc.read-only", "the database " + where
                    + " may not be written to: " + failure.getMessage(), failure);
            case SQLITE_CORRUPT, SQLITE_NOTADB -> new PenstockException(ErrorKind.CORRUPT, "jdbc.corrupt",
                    "the file " + where + " is damaged or no SQLite database: " + failure.getMessage(), failure);
            default -> retry("jdbc.sqlite", "the database " + where + ": " + failure.getMessage(), failure);
        };
    }

    private static PenstockException retry(String code, String message, SQLException cause) {
        return PenstockException.retry(code, message, cause);
    }

    private static SQLiteErrorCode code(SQLException failure) {
        for (Throwable at = failure; at != null; at = at.getCause()) {
            int code = at instanceof SQLException sql ? sql.getErrorCode() & 0xff : 0;
            if (code != 0) {
                return SQLiteErrorCode.getErrorCode(code);
            }
        }
        return SQLiteErrorCode.UNKNOWN_ERROR;
    }
}
