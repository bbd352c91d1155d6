package io.penstock.spool;

import io.penstock.core.error.PenstockException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
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

    /** Deletes what every reader is done with. It is cut first: a reader that has it open would keep its room on the disk. */
    void deleteRead() {
        // Not by a channel: whoever acknowledges may be interrupted, which would close one.
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
            file.setLength(0);
        } catch (FileNotFoundException e) {
            // Somebody deleted the folder, or no file can be opened now: it is only deleted.
            delete();
            return;
        } catch (IOException e) {
            throw undeleted(e);
        }
        delete();
    }

    /** Deletes the file, if it is there. */
    void delete() {
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            throw undeleted(e);
        }
    }

    private PenstockException undeleted(IOException e) {
        return PenstockException.retry("spool.delete-failed",
                "cannot delete the segment " + path + ": " + PenstockException.describe(e), e);
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
