package io.penstock.cli.launch;

import io.penstock.core.error.ErrorKind;
import io.penstock.core.error.PenstockException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Fills a home that is not the distribution itself: what the distribution ships as examples becomes the user's own. */
final class HomeFolder {
    private static final String PIPES = "pipes";
    private static final String READY = "ready";

    private HomeFolder() {
    }

    /**
     * Makes the folders that are missing; a folder that is there is the user's and is left as it is. Pipes to begin with
     * come with {@code up}; an agent and a server run what they are told to.
     */
    static void prepare(LaunchOptions options) {
        try {
            copyWhenMissing(options.dist().resolve("conf"), options.home().resolve("conf"));
            Path shipped = options.dist().resolve(PIPES);
            Path pipes = options.home().resolve(PIPES);
            if (!Files.exists(pipes)) {
                Files.createDirectories(pipes);
                copyFiles(shipped.resolve(READY), pipes.resolve(READY));
                if (options.mode() == Mode.UP) {
                    copyFiles(shipped, pipes);
                }
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
        if (!Files.exists(to)) {
            copyFiles(from, to);
        }
    }

    private static void copyFiles(Path from, Path to) throws IOException {
        if (!Files.isDirectory(from)) {
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
