package io.penstock.admin.command;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The embedded databases pipes write to, told by their name: {@code *.db} and {@code *.sqlite} in the data folder. */
final class DatabaseFiles {
    private static final int MAX_FILES = 20;

    private DatabaseFiles() {
    }

    static List<Path> in(Path data) {
        List<Path> files = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(data, "*.{db,sqlite}")) {
            for (Path entry : entries) {
                if (Files.isRegularFile(entry) && files.size() < MAX_FILES) {
                    files.add(entry);
                }
            }
        } catch (IOException e) {
            // An unreadable data folder is told by everyone who needs it.
            return List.of();
        }
        files.sort(null);
        return files;
    }
}
