package io.penstock.spool;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** Who reads a spool, and how far each has come. Guarded by the lock of its {@link SegmentIndex}. */
final class Readers {
    private final Map<String, ReaderPosition> positions = new TreeMap<>();

    void recovered(Map<String, ReaderPosition> found) {
        positions.putAll(found);
    }

    /** A reader's position; of one that is new, kept in {@code file} from now on. */
    ReaderPosition position(String name, Path file) throws IOException {
        ReaderPosition known = positions.get(name);
        if (known == null) {
            known = new ReaderPosition(file);
            positions.put(name, known);
        }
        return known;
    }

    void forget(String name) throws IOException {
        ReaderPosition reader = positions.remove(name);
        if (reader != null) {
            reader.close();
        }
    }

    /** What every reader is done with; nothing as long as there is none. */
    long acked() {
        return positions.values().stream().mapToLong(ReaderPosition::position).min().orElse(0);
    }

    void close() throws IOException {
        for (ReaderPosition position : positions.values()) {
            position.close();
        }
    }
}
