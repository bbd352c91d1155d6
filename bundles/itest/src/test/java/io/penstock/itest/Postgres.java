package io.penstock.itest;

import io.penstock.testing.TestCertificate;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;

/**
 * A real PostgreSQL on this machine's loopback, able to speak TLS: what an agent has behind it. {@link #direct} looks at it
 * past every tunnel. Thread-safe.
 */
final class Postgres implements AutoCloseable {
    /** What clients through the tunnel call themselves. */
    static final String TUNNELLED = "tunnelled";

    private static final String SESSIONS = "select pid from pg_stat_activity where application_name = '" + TUNNELLED + "'";

    private final EmbeddedPostgres server;
    private final Path certificate;

    Postgres() throws Exception {
        Path folder = Distribution.newHome("postgres");
        TestCertificate made = TestCertificate.in(folder);
        Files.setPosixFilePermissions(made.key(), PosixFilePermissions.fromString("rw-------"));
        certificate = made.certificate();
        server = EmbeddedPostgres.builder().setConnectConfig("connectTimeout", "60").setServerConfig("max_connections", "200")
                // A query that runs is ended soon after its client has gone, so that a socket left open is told from a busy server.
                .setServerConfig("client_connection_check_interval", "500ms")
                .setServerConfig("ssl", "on").setServerConfig("ssl_cert_file", made.certificate().toString())
                .setServerConfig("ssl_key_file", made.key().toString()).start();
    }

    int port() {
        return server.getPort();
    }

    /** Where it is, for an agent. */
    String address() {
        return "127.0.0.1:" + port();
    }

    /** A session that does not go through the tunnel. */
    Connection direct() throws SQLException {
        return connect(port(), "direct", new Properties());
    }

    /** A session through whatever listens at a port. */
    static Connection through(int port) throws SQLException {
        return connect(port, TUNNELLED, new Properties());
    }

    /** The same, encrypted from end to end, and sure of the server. */
    Connection encryptedThrough(int port) throws SQLException {
        Properties more = new Properties();
        more.setProperty("sslmode", "verify-full");
        more.setProperty("sslrootcert", certificate.toString());
        return connect(port, TUNNELLED, more);
    }

    private static Connection connect(int port, String name, Properties more) throws SQLException {
        Properties properties = new Properties();
        properties.putAll(more);
        properties.setProperty("user", "postgres");
        properties.setProperty("ApplicationName", name);
        // Whatever is lost must end in an error, or the test hangs; nothing here is asserted about it.
        properties.setProperty("loginTimeout", "90");
        properties.setProperty("socketTimeout", "90");
        properties.putIfAbsent("sslmode", "disable");
        return DriverManager.getConnection("jdbc:postgresql://localhost:" + port + "/postgres", properties);
    }

    /** How many sessions came through the tunnel and are still there. */
    int sessions() {
        return backends().size();
    }

    /** The process of each of them. */
    List<Long> backends() {
        List<Long> backends = new ArrayList<>();
        try (Connection connection = direct(); Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(SESSIONS)) {
            while (rows.next()) {
                backends.add(rows.getLong(1));
            }
            return backends;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The one number that a query gives. */
    static long number(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement(); ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getLong(1);
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
