package io.penstock.control.server.store;

import io.penstock.control.server.store.sql.Dialect;
import io.penstock.control.server.store.sql.PostgresDatabase;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.postgresql.PGConnection;

/** A database of its own on a server that all tests share; its programs come with the test's dependencies. */
public final class PostgresPlace implements StorePlace {
    private static final AtomicInteger COUNT = new AtomicInteger();
    private static EmbeddedPostgres server;

    private final Path folder;
    private final String name = "control" + COUNT.incrementAndGet();

    public PostgresPlace(Path folder) {
        this.folder = folder;
        on("postgres", "create database " + name);
    }

    private static synchronized EmbeddedPostgres server() {
        try {
            if (server == null) {
                server = EmbeddedPostgres.builder().setConnectConfig("connectTimeout", "20").start();
            }
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Its address. */
    public String url() {
        return "jdbc:postgresql://localhost:" + server().getPort() + "/" + name;
    }

    @Override
    public Path folder() {
        return folder;
    }

    @Override
    public StoreSettings settings(String id) {
        return new StoreSettings(Optional.of(url()), Optional.of("postgres"), Optional.empty(), id);
    }

    @Override
    public Dialect dialect() {
        return new PostgresDatabase(url(), Optional.of("postgres"), Optional.empty());
    }

    @Override
    public void meddle(String sql) {
        on(name, sql);
    }

    private static void on(String database, String sql) {
        try (Connection connection = server().getDatabase("postgres", database).getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new AssertionError(sql, e);
        }
    }

    @Override
    public byte[] dump() {
        try (Connection connection = server().getDatabase("postgres", name).getConnection();
                Statement statement = connection.createStatement()) {
            List<String> tables = new ArrayList<>();
            ResultSet rows = statement.executeQuery("select tablename from pg_tables where schemaname = 'public'");
            while (rows.next()) {
                tables.add(rows.getString(1));
            }
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            for (String table : tables) {
                connection.unwrap(PGConnection.class).getCopyAPI().copyOut("copy " + table + " to stdout", all);
            }
            return all.toByteArray();
        } catch (SQLException | IOException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        on("postgres", "drop database if exists " + name + " with (force)");
    }
}
