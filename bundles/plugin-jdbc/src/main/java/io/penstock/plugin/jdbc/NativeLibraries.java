package io.penstock.plugin.jdbc;

import io.penstock.core.error.PenstockException;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.sqlite.SQLiteJDBCLoader;

/** The folder SQLite's driver unpacks its native library to: a fresh file for every class loader that loads it. */
final class NativeLibraries {
    /** Long enough for another process to have loaded what it unpacked; a loaded file can be removed, except on Windows. */
    private static final Duration LOADED_AFTER = Duration.ofMinutes(1);
    private static final String FOLDER = "org.sqlite.tmpdir";

    private NativeLibraries() {
    }

    /** Makes the folder, removes what killed processes and replaced bundles left there, and tells the driver. */
    static void prepare(Path folder, Instant now) throws IOException {
        Files.createDirectories(folder);
        try (DirectoryStream<Path> left = Files.newDirectoryStream(folder, "sqlite-*")) {
            for (Path file : left) {
                removeOlder(file, now.minus(LOADED_AFTER));
            }
        }
        if (System.getProperty(FOLDER) == null) {
            System.setProperty(FOLDER, folder.toString());
        }
    }

    /**
     * Loads it ahead of the driver's first connection, which would try once only, and leave SQLite out of use until the
     * class loader goes.
     *
     * @throws PenstockException RETRY when it cannot be unpacked, for lack of room say
     */
    static void load() {
        try {
            SQLiteJDBCLoader.initialize();
        } catch (Exception e) {
            throw PenstockException.retry("jdbc.library", "SQLite's native library cannot be unpacked into \""
                    + System.getProperty(FOLDER) + "\" and loaded: expected a folder with room that may be written to", e);
        }
    }

    private static void removeOlder(Path file, Instant limit) {
        try {
            if (Files.getLastModifiedTime(file).toInstant().isBefore(limit)) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            // Somebody else removed it, or Windows keeps it while it is loaded; then it goes the next time.
        }
    }
}
