package io.penstock.plugin.jdbc;

import static io.penstock.plugin.jdbc.SqliteFile.NOW;

import io.penstock.core.time.ManualClock;
import io.penstock.testing.Plugins;
import io.penstock.testing.TestContext;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A real PostgreSQL, whose programs come with the test's dependencies: outputs that write to it, and a second pair of eyes. */
final class PostgresServer implements AutoCloseable {
    private final EmbeddedPostgres server;
    private Connection eyes;

    PostgresServer() throws IOException {
        server = EmbeddedPostgres.builder().setConnectConfig("connectTimeout", "20").start();
    }

    /** Everything that was stored is gone. */
    void empty() throws SQLException {
        if (eyes != null) {
            eyes.close();
        }
        eyes = server.getPostgresDatabase().getConnection();
        execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public; GRANT ALL ON SCHEMA public TO public");
    }

    JdbcOutput output(Path folder, Object... namesAndValues) {
        Map<String, Object> options = new HashMap<>(Map.of("user", "postgres",
                "url", "jdbc:postgresql://localhost:" + server.getPort() + "/postgres"));
        for (int i = 0; i < namesAndValues.length; i += 2) {
            options.put((String) namesAndValues[i], namesAndValues[i + 1]);
        }
        JdbcOutputPlugin plugin = new JdbcOutputPlugin();
        JdbcOutput output = (JdbcOutput) plugin.create(Plugins.options(plugin, options),
                TestContext.of(folder, new ManualClock(NOW)));
        output.open();
        return output;
    }

    void execute(String sql) throws SQLException {
        try (Statement statement = eyes.createStatement()) {
            statement.execute(sql);
        }
    }

    List<List<Object>> query(String sql) throws SQLException {
        try (Statement statement = eyes.createStatement()) {
            ResultSet rows = statement.executeQuery(sql);
            List<List<Object>> all = new ArrayList<>();
            while (rows.next()) {
                List<Object> row = new ArrayList<>();
                for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
                    row.add(rows.getObject(i));
                }
                all.add(row);
            }
            return all;
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
