package io.penstock.plugin.jdbc;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;

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
