package io.penstock.spool;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/**
 * One segment as the spool knows it. Guarded by the spool's lock.
 *
 * <p>Its last record is the one before the next segment's first: where a segment was given up after a failed force, the
 * next one begins inside it, and its records hold.
 */
final class Segment {
    private static final String SUFFIX = ".segment";

    final Path path;
    final long first;
    long bytes;

    Segment(Path path, long first, long bytes) {
        this.path = path;
        this.first = first;
        this.bytes = bytes;
    }

    static Path path(Path folder, long first) {
        return folder.resolve(String.format(Locale.ROOT, "%020d%s", first, SUFFIX));
    }

    /** The first position a file's name tells, if it is a segment's. */
    static Optional<Long> first(Path path) {
        String name = path.getFileName().toString();
        if (!name.matches("\\d{20}\\" + SUFFIX)) {
            return Optional.empty();
        }
        return Optional.of(Long.parseLong(name.substring(0, 20)));
    }
}
