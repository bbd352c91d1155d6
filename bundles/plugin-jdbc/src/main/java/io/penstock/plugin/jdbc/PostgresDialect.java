package io.penstock.plugin.jdbc;

import io.penstock.core.error.ErrorKind;
import io.penstock.core.error.PenstockException;
import io.penstock.core.event.Bytes;
import io.penstock.core.event.EventText;
import io.penstock.core.event.ValueType;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Collectors;
import org.postgresql.Driver;

/** PostgreSQL 12 and later. Times in columns of tables keep microseconds; points keep nanoseconds. */
final class PostgresDialect implements Dialect {
    private static final Map<ValueType, String> DECLARED = new EnumMap<>(Map.ofEntries(
            Map.entry(ValueType.NULL, "text"), Map.entry(ValueType.STRING, "text"),
            Map.entry(ValueType.BOOL, "boolean"), Map.entry(ValueType.INT, "bigint"),
            Map.entry(ValueType.UINT, "numeric(20,0)"), Map.entry(ValueType.FLOAT, "double precision"),
            Map.entry(ValueType.DECIMAL, "numeric"), Map.entry(ValueType.BYTES, "bytea"),
            Map.entry(ValueType.TIME, "timestamp with time zone"), Map.entry(ValueType.DURATION, "text"),
            Map.entry(ValueType.LIST, "jsonb"), Map.entry(ValueType.MAP, "jsonb")));
    private static final int SILENCE_FACTOR = 6;
    private static final Map<String, ValueType> TYPES = Map.of("text", ValueType.STRING,
            "boolean", ValueType.BOOL, "bigint", ValueType.INT, "numeric(20,0)", ValueType.UINT,
            "double precision", ValueType.FLOAT, "numeric", ValueType.DECIMAL, "bytea", ValueType.BYTES,
            "timestamp with time zone", ValueType.TIME, "jsonb", ValueType.MAP, "json", ValueType.MAP);

    private final String url;
    private final Properties login;
    private final PointTime pointTime;

    PostgresDialect(JdbcOptions options) {
        this.pointTime = options.pointTime() == JdbcOptions.PointTime.TIMESTAMP ? PointTime.TIMESTAMP
                : PointTime.NANOSECONDS;
        this.url = options.url();
        this.login = login(options);
    }

    static Properties login(JdbcOptions options) {
        Properties login = new Properties();
        options.user().ifPresent(user -> login.setProperty("user", user));
        options.password().ifPresent(password -> login.setProperty("password", password.reveal()));
        Duration timeout = options.timeout();
        login.setProperty("connectTimeout", Long.toString(timeout.toSeconds()));
        login.setProperty("loginTimeout", Long.toString(timeout.toSeconds()));
        // A server that vanished without a word would otherwise be waited for without end.
        login.setProperty("socketTimeout", Long.toString(SILENCE_FACTOR * timeout.toSeconds()));
        login.setProperty("tcpKeepAlive", "true");
        login.setProperty("reWriteBatchedInserts", "true");
        login.setProperty("ApplicationName", "penstock");
        login.setProperty("options", "-c lock_timeout=" + timeout.toMillis());
        if (!PostgresUrl.of(options.url()).loopback()) {
            login.setProperty("sslmode", "verify-full");
        }
        return login;
    }

    @Override
    public Connection connect() throws SQLException {
        return new Driver().connect(url, login);
    }

    @Override
    public String begin() {
        return "BEGIN";
    }

    @Override
    public void interrupt(Connection connection) throws SQLException {
        connection.abort(Runnable::run);
    }

    @Override
    public String declare(ValueType type) {
        return DECLARED.get(type);
    }

    @Override
    public Optional<ValueType> typeOf(String declared) {
        return Optional.ofNullable(TYPES.get(declared));
    }

    @Override
    public Map<String, String> columns(Connection connection, String table) throws SQLException {
        Map<String, String> columns = new LinkedHashMap<>();
        try (PreparedStatement query = connection.prepareStatement("SELECT attname, format_type(atttypid, atttypmod)"
                + " FROM pg_attribute WHERE attrelid = to_regclass(?) AND attnum > 0 AND NOT attisdropped"
                + " ORDER BY attnum")) {
            query.setString(1, table(table));
            ResultSet rows = query.executeQuery();
            while (rows.next()) {
                columns.put(rows.getString(1), rows.getString(2));
            }
        }
        return columns;
    }

    /** {@code schema.table} is two names. */
    @Override
    public String table(String name) {
        return Arrays.stream(name.split("\\.", 2)).map(this::quote).collect(Collectors.joining("."));
    }

    @Override
    public void bind(PreparedStatement statement, int index, Optional<ValueType> column, Object value)
            throws SQLException {
        if (value == null) {
            statement.setNull(index, Types.NULL);
        } else if (column.isEmpty()) {
            statement.setObject(index, Dialect.text(EventText.text(value)), Types.OTHER);
        } else {
            bind(statement, index, column.get(), value);
        }
    }

    private static void bind(PreparedStatement statement, int index, ValueType column, Object value)
            throws SQLException {
        switch (column) {
            case BOOL -> statement.setBoolean(index, (Boolean) value);
            case INT -> statement.setLong(index, ((Number) value).longValue());
            case UINT, DECIMAL -> statement.setBigDecimal(index, decimal(value));
            case FLOAT -> statement.setDouble(index, (Double) value);
            case BYTES -> statement.setBytes(index, ((Bytes) value).toArray());
            case TIME -> statement.setObject(index, ((Instant) value).atOffset(ZoneOffset.UTC));
            case LIST, MAP -> statement.setObject(index, Dialect.text(EventText.text(value)), Types.OTHER);
            case NULL, STRING, DURATION -> statement.setString(index, Dialect.text(EventText.text(value)));
        }
    }

    private static BigDecimal decimal(Object value) {
        return value instanceof BigDecimal decimal ? decimal : new BigDecimal(value.toString());
    }

    @Override
    public String createBatches() {
        return "CREATE TABLE IF NOT EXISTS penstock_batches (stream text PRIMARY KEY, seq bigint NOT NULL,"
                + " committed_at timestamp with time zone NOT NULL)";
    }

    @Override
    public List<String> createMeasurements(Connection connection, String name) throws SQLException {
        return PostgresMeasurements.create(this, name, pointTime(connection, name));
    }

    @Override
    public PointWriter points(Connection connection, String name) throws SQLException {
        return new CopiedPoints(connection, table(name + "_points"), pointTime(connection, name));
    }

    @Override
    public PointWriter pointRows(Connection connection, String name) throws SQLException {
        return PostgresMeasurements.rows(connection, table(name + "_points"), pointTime(connection, name));
    }

    /** The table's own, whatever the option says: it is only for tables that are made. */
    private PointTime pointTime(Connection connection, String name) throws SQLException {
        String type = columns(connection, name + "_points").get("time");
        return type == null ? pointTime : PointTime.ofType(type);
    }

    @Override
    public boolean takesSeriesTogether() {
        return true;
    }

    @Override
    public long[] series(Connection connection, String table, List<String[]> keys) throws SQLException {
        return PostgresMeasurements.series(connection, table, keys);
    }

    /** A row's place ({@code ctid}) is one within a partition only. */
    @Override
    public String deleteOld(String points) {
        return "WITH old AS (SELECT ctid, tableoid FROM " + points + " WHERE time < ? LIMIT ?) DELETE FROM " + points
                + " p USING old WHERE p.ctid = old.ctid AND p.tableoid = old.tableoid";
    }

    @Override
    public void bindPointTime(PreparedStatement statement, int index, String declared, Instant time)
            throws SQLException {
        if (PointTime.ofType(declared) == PointTime.TIMESTAMP) {
            statement.setObject(index, time.atOffset(ZoneOffset.UTC));
        } else {
            statement.setLong(index, EpochNanos.of(time));
        }
    }

    /** No COPY into tables with row security, into some that are no plain tables, nor in binary where types differ. */
    @Override
    public boolean blamesTheWay(SQLException failure) {
        return List.of("0A000", "42809", "22P03").contains(state(failure));
    }

    /** Classes 22 (data) and 23 (constraints) of the SQL states. */
    @Override
    public boolean blamesTheRow(SQLException failure) {
        String state = state(failure);
        return state.startsWith("22") || state.startsWith("23");
    }

    @Override
    public PenstockException translate(SQLException failure) {
        String message = PostgresUrl.of(url).shown() + ": " + failure.getMessage();
        String state = state(failure);
        if (state.startsWith("28") || state.equals("42501")) {
            return new PenstockException(ErrorKind.DENIED, "jdbc.denied", message, failure);
        }
        String code = state.startsWith("08") || state.startsWith("57") ? "jdbc.connection"
                : state.equals("55P03") || state.startsWith("40") ? "jdbc.busy"
                : state.startsWith("53") ? "jdbc.full" : "jdbc.postgresql";
        return PenstockException.retry(code, message, failure);
    }

    private static String state(SQLException failure) {
        return Optional.ofNullable(failure.getSQLState()).orElse("");
    }
}
