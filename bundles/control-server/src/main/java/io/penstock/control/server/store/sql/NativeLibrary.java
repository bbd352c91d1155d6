package io.penstock.control.server.store.sql;

import io.penstock.core.error.PenstockException;
import io.penstock.core.time.Clock;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.sqlite.SQLiteJDBCLoader;

/** The folder SQLite's driver unpacks its native library to: a fresh file for every class loader that loads it. */
public final class NativeLibrary {
    /** Long enough for another process to have loaded what it unpacked; a loaded file can be removed, except on Windows. */
    private static final Duration LOADED_AFTER = Duration.ofMinutes(1);
    private static final String FOLDER = "org.sqlite.tmpdir";

    private final Path folder;
    private final Clock clock;

    /** @param folder made when it is not there */
    public NativeLibrary(Path folder, Clock clock) {
        this.folder = folder;
        this.clock = clock;
    }

    /**
     * Loads it ahead of the driver's first connection, which would try once only, and leave SQLite out of use until the
     * class loader goes. What killed processes and replaced bundles left in the folder is removed.
     */
    void load() {
        try {
            Files.createDirectories(folder);
            removeOlder(clock.now().minus(LOADED_AFTER));
            if (System.getProperty(FOLDER) == null) {
                System.setProperty(FOLDER, folder.toString());
            }
            // Who was first said where, for all that have a driver inside.
            Files.createDirectories(Path.of(System.getProperty(FOLDER)));
            SQLiteJDBCLoader.initialize();
        } catch (Exception e) {
            throw PenstockException.retry("store.unavailable", "SQLite's native library cannot be unpacked into \""
                    + System.getProperty(FOLDER) + "\" and loaded: expected a folder with room that may be written to", e);
        }
    }

    private void removeOlder(Instant limit) throws IOException {
        try (DirectoryStream<Path> left = Files.newDirectoryStream(folder, "sqlite-*")) {
            for (Path file : left) {
                if (Files.getLastModifiedTime(file).toInstant().isBefore(limit)) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }
}
