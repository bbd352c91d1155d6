package io.penstock.pipes.run;

import io.penstock.core.error.PenstockException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** That a person paused a pipe: an empty file in its folder, so that it stays paused through a restart. One thread. */
final class PauseMark {
    private final Path file;

    PauseMark(Path folder) {
        this.file = folder.resolve("paused");
    }

    boolean isHeld() {
        return Files.exists(file);
    }

    void hold() {
        try {
            Files.createDirectories(file.getParent());
            if (!isHeld()) {
                Files.createFile(file);
            }
        } catch (IOException e) {
            throw PenstockException.retry("pipes.pause", "cannot note that the pipe is paused: "
                    + PenstockException.describe(e), e);
        }
    }

    void lift() {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw PenstockException.retry("pipes.pause", "cannot note that the pipe goes on: "
                    + PenstockException.describe(e), e);
        }
    }
}
