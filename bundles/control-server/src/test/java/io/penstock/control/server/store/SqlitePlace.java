package io.penstock.control.server.store;

import io.penstock.control.server.store.sql.Dialect;
import io.penstock.control.server.store.sql.NativeLibrary;
import io.penstock.control.server.store.sql.SqliteDatabase;
import io.penstock.core.time.Clock;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import org.sqlite.JDBC;

/** A file of its own. */
record SqlitePlace(Path folder) implements StorePlace {
    @Override
    public StoreSettings settings(String server) {
        return StoreSettings.embedded(server);
    }

    @Override
    public Dialect dialect() {
        return new SqliteDatabase(folder.resolve(Store.FILE), new NativeLibrary(folder.resolve("native"), Clock.system()));
    }

    @Override
    public void meddle(String sql) {
        try (Connection connection = JDBC.createConnection("jdbc:sqlite:" + folder.resolve(Store.FILE), new Properties());
                Statement statement = connection.createStatement()) {
            statement.execute("pragma busy_timeout = 5000");
            statement.executeUpdate(sql);
        } catch (SQLException e) {
            throw new AssertionError(sql, e);
        }
    }

    @Override
    public byte[] dump() {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, Store.FILE + "*")) {
            for (Path file : files) {
                all.write(Files.readAllBytes(file));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return all.toByteArray();
    }

    @Override
    public void close() {
        // The folder is the test's.
    }
}
