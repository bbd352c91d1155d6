package io.penstock.control.server.store.sql;

import io.penstock.core.error.ErrorKind;
import io.penstock.core.error.PenstockException;
import io.penstock.core.value.Secret;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import org.postgresql.Driver;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;

/** A database of a PostgreSQL server, 13 or later. */
public final class PostgresDatabase implements Dialect {
    /** How its URLs begin. */
    public static final String PREFIX = "jdbc:postgresql:";
    private static final String CHANNEL = "penstock_control";
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);
    /** A server that does not answer for so long is taken as lost. */
    private static final Duration SOCKET_TIMEOUT = Duration.ofSeconds(30);
    /** Parameters that make the driver create objects of any class. */
    private static final Set<String> CLASS_PARAMETERS = Set.of("socketFactory", "sslfactory", "sslhostnameverifier",
            "sslpasswordcallback", "authenticationPluginClassName", "xmlFactoryFactory");
    private static final Set<String> SECRET_PARAMETERS = Set.of("password", "sslpassword");
    private static final String UNIQUE = "23505";

    private final String url;
    private final Optional<String> user;
    private final Optional<Secret> password;
    private final Driver driver = new Driver();

    /**
     * @param url {@code jdbc:postgresql://host[:port]/database[?parameters]}
     * @throws PenstockException INVALID {@code store.database}
     */
    public PostgresDatabase(String url, Optional<String> user, Optional<Secret> password) {
        if (!driver.acceptsURL(url)) {
            throw invalid("jdbc:postgresql://host[:port]/database, or nothing for a file of its own", url);
        }
        for (String parameter : parameters(url)) {
            if (CLASS_PARAMETERS.contains(parameter)) {
                throw invalid("no parameter " + parameter + ", which names a class", url);
            }
            if (SECRET_PARAMETERS.contains(parameter)) {
                throw invalid("no " + parameter + " in the address: it has a key of its own", url);
            }
        }
        this.url = url;
        this.user = user;
        this.password = password;
    }

    private static List<String> parameters(String url) {
        String[] parts = url.split("\\?", 2);
        return parts.length < 2 ? List.of()
                : Arrays.stream(parts[1].split("&")).map(each -> each.split("=", 2)[0]).toList();
    }

    private static PenstockException invalid(String expected, String url) {
        return PenstockException.invalid("store.database", "database: expected " + expected + ", not \""
                + url.split("\\?", 2)[0] + "\"");
    }

    @Override
    public String name() {
        return "postgresql";
    }

    @Override
    public String shown() {
        return url.split("\\?", 2)[0];
    }

    @Override
    public Connection connect() throws SQLException {
        Properties properties = new Properties();
        user.ifPresent(name -> properties.setProperty("user", name));
        password.ifPresent(secret -> properties.setProperty("password", secret.reveal()));
        properties.setProperty("ApplicationName", "penstock");
        properties.setProperty("connectTimeout", Long.toString(CONNECT_TIMEOUT.toSeconds()));
        properties.setProperty("socketTimeout", Long.toString(SOCKET_TIMEOUT.toSeconds()));
        properties.setProperty("tcpKeepAlive", "true");
        Connection connection = driver.connect(url, properties);
        if (connection == null) {
            throw invalid("an address of PostgreSQL", url);
        }
        return connection;
    }

    @Override
    public String beginWriting() {
        return "begin isolation level read committed";
    }

    @Override
    public String beginReading() {
        return "begin isolation level repeatable read, read only";
    }

    @Override
    public Map<String, String> placeholders() {
        return Map.of("bytes", "bytea");
    }

    @Override
    public Optional<String> transaction(SqlSession session) throws SQLException {
        return session.one("select pg_current_xact_id()::text as id", row -> row.getString("id"));
    }

    @Override
    public boolean committed(SqlSession session, String transaction) throws SQLException {
        return session.one("select pg_xact_status(?::xid8) as status", row -> row.getString("status"), transaction)
                .filter("committed"::equals).isPresent();
    }

    @Override
    public Optional<Instant> now(SqlSession session) throws SQLException {
        return session.one("select cast(extract(epoch from clock_timestamp()) * 1000 as bigint) as now",
                row -> Instant.ofEpochMilli(row.getLong("now")));
    }

    @Override
    public void tell(SqlSession session, String text) throws SQLException {
        session.list("select pg_notify('" + CHANNEL + "', ?)", row -> "", text);
    }

    @Override
    public void listen(SqlSession session) throws SQLException {
        session.run("listen " + CHANNEL);
    }

    @Override
    public boolean heard(SqlSession session, Duration atMost) throws SQLException {
        PGNotification[] told = session.connection().unwrap(PGConnection.class).getNotifications((int) atMost.toMillis());
        return told != null && told.length > 0;
    }

    @Override
    public boolean tells() {
        return true;
    }

    @Override
    public void copyTo(SqlSession session, Path file) {
        throw new UnsupportedOperationException("PostgreSQL is copied table by table");
    }

    /** Lost connections, deadlocks and what could not be put in order, a server that shuts down. */
    @Override
    public boolean worthTrying(SQLException failure) {
        String state = state(failure);
        return state.startsWith("08") || state.startsWith("40") || state.startsWith("57") || state.equals("55P03")
                || state.equals("25P02") || state.startsWith("53");
    }

    @Override
    public boolean duplicate(SQLException failure) {
        return UNIQUE.equals(state(failure));
    }

    @Override
    public PenstockException translate(SQLException failure) {
        String state = state(failure);
        String message = "the database " + shown() + ": " + failure.getMessage();
        if (state.startsWith("28") || state.equals("3D000") || state.equals("42501")) {
            return new PenstockException(ErrorKind.INVALID, "store.denied", message
                    + "; expected a user that may make tables in a database that is there", failure);
        }
        if (worthTrying(failure)) {
            return PenstockException.retry("store.unavailable", message, failure);
        }
        return state.startsWith("XX") || state.equals("58030")
                ? new PenstockException(ErrorKind.CORRUPT, "store.corrupt", message, failure)
                : new PenstockException(ErrorKind.BUG, "store.sql", message, failure);
    }

    private static String state(SQLException failure) {
        return Optional.ofNullable(failure.getSQLState()).orElse("");
    }
}
