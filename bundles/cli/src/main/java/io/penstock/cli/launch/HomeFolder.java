package io.penstock.cli.launch;

import io.penstock.core.error.ErrorKind;
import io.penstock.core.error.PenstockException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Fills a home that is not the distribution itself: what the distribution ships as examples becomes the user's own. */
final class HomeFolder {
    private static final List<String> SHIPPED = List.of("conf", "pipes");

    private HomeFolder() {
    }

    /** Makes the folders that are missing; a folder that is there is the user's and is left as it is. */
    static void prepare(LaunchOptions options) {
        try {
            for (String folder : SHIPPED) {
                copyWhenMissing(options.dist().resolve(folder), options.home().resolve(folder));
            }
            if (!Files.isDirectory(options.plugins()) && Files.isWritable(options.home())) {
                Files.createDirectories(options.plugins());
            }
        } catch (IOException e) {
            throw new PenstockException(ErrorKind.DENIED, "launch.home-folder", "the home folder " + options.home()
                    + " cannot be filled: " + PenstockException.describe(e), e);
        }
    }

    private static void copyWhenMissing(Path from, Path to) throws IOException {
        if (Files.exists(to) || !Files.isDirectory(from)) {
            return;
        }
        Files.createDirectories(to);
        try (Stream<Path> files = Files.list(from)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.copy(file, to.resolve(file.getFileName()));
            }
        }
    }
}
