package io.penstock.config.source;

import java.nio.file.Path;

/**
 * A line of the file. Immutable.
 *
 * @param line from 1
 */
public record Place(Path file, int line) {
    @Override
    public String toString() {
        return file + ":" + line;
    }
}
