package io.penstock.plugin.jdbc;

import io.penstock.core.error.ErrorKind;
import io.penstock.core.error.PenstockException;
import io.penstock.core.event.Bytes;
import io.penstock.core.event.EventText;
import io.penstock.core.event.Unsigned;
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

    PostgresDialect(JdbcOptions options) {
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
    public List<String> createMeasurements(String name) {
        String series = table(name + "_series");
        String points = table(name + "_points");
        String index = quote(name.substring(name.indexOf('.') + 1) + "_points_time");
        return List.of(
                "CREATE TABLE IF NOT EXISTS " + series + " (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,"
                        + " metric text NOT NULL, unit text NOT NULL, resource text NOT NULL, consumer text NOT NULL,"
                        + " attributes text NOT NULL, UNIQUE (metric, unit, resource, consumer, attributes))",
                "CREATE TABLE IF NOT EXISTS " + points + " (time bigint NOT NULL, series bigint NOT NULL,"
                        + " value_uint numeric(20,0), value_float double precision)",
                "CREATE INDEX IF NOT EXISTS " + index + " ON " + points + " USING brin (time)",
                "CREATE OR REPLACE VIEW " + table(name) + " AS SELECT s.metric, timestamp with time zone 'epoch'"
                        + " + p.time / 1000 * interval '1 microsecond' AS time, coalesce(p.value_float,"
                        + " p.value_uint::double precision) AS value, s.unit, s.resource, s.consumer,"
                        + " s.attributes::jsonb AS attributes, p.value_uint, p.time AS time_ns"
                        + " FROM " + points + " p JOIN " + series + " s ON s.id = p.series");
    }

    @Override
    public String insertPoint(String name) {
        return "INSERT INTO " + table(name + "_points")
                + " (time, series, value_uint, value_float) VALUES (?, ?, ?, ?)";
    }

    @Override
    public void bindPoint(PreparedStatement statement, long series, long epochNanos, Number value)
            throws SQLException {
        statement.setLong(1, epochNanos);
        statement.setLong(2, series);
        if (value instanceof Unsigned unsigned) {
            statement.setBigDecimal(3, new BigDecimal(unsigned.toString()));
            statement.setNull(4, Types.DOUBLE);
        } else {
            statement.setNull(3, Types.NUMERIC);
            statement.setDouble(4, value.doubleValue());
        }
    }

    @Override
    public String deleteOld(String points) {
        return "DELETE FROM " + points + " WHERE ctid = ANY (ARRAY(SELECT ctid FROM " + points
                + " WHERE time < ? LIMIT ?))";
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
