package io.penstock.pipes.state;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.NavigableMap;

/**
 * Writes dead letters to the newest of their segments, and keeps the table of segments, by their first letter's id, up to
 * date. A file whose sync has failed is never synced again: the second time it would succeed, without what the first one
 * lost. What it has not made safe goes into a segment of its own. Guarded by the store's lock.
 */
final class LetterWriter {
    static final String SUFFIX = ".letters";

    /** Makes a file safe on disk. */
    interface Force {
        void sync(RecordFile file) throws IOException;
    }

    private final Path folder;
    private final NavigableMap<Long, Long> segments;
    private final Force force;
    /** Their events are in flight until they are safe, which bounds them. */
    private final List<byte[]> unsynced = new ArrayList<>();
    private RecordFile current;
    private long first;
    private long syncedBytes;

    LetterWriter(Path folder, NavigableMap<Long, Long> segments, Force force) {
        this.folder = folder;
        this.segments = segments;
        this.force = force;
    }

    static Path file(Path folder, long first) {
        return folder.resolve(String.format(Locale.ROOT, "%016d", first) + SUFFIX);
    }

    /** Bytes of the segment that is written to; 0 when there is none yet. */
    long size() {
        return current == null ? 0 : current.size();
    }

    /** Makes a segment that begins with what is not safe yet, or with the letter to come, unless there is one. */
    void begin(long nextId) throws IOException {
        if (current != null) {
            return;
        }
        first = nextId - unsynced.size();
        syncedBytes = 0;
        Path path = file(folder, first);
        Files.deleteIfExists(path);
        current = RecordFile.open(path, record -> { });
        try {
            for (byte[] payload : unsynced) {
                current.append(payload);
            }
            DurableFile.syncFolder(folder);
            segments.put(first, current.size());
        } catch (IOException e) {
            giveUp();
            throw e;
        }
    }

    /** After a failure everything is as it was. */
    void append(byte[] payload) throws IOException {
        current.append(payload);
        segments.put(first, current.size());
        unsynced.add(payload);
    }

    /** Makes everything safe; quick when there is nothing new. */
    void sync(long nextId) throws IOException {
        if (unsynced.isEmpty()) {
            return;
        }
        begin(nextId);
        try {
            force.sync(current);
        } catch (IOException e) {
            giveUp();
            throw e;
        }
        unsynced.clear();
        syncedBytes = current.size();
    }

    private void giveUp() {
        RecordFile doubtful = current;
        current = null;
        try (doubtful) {
            if (syncedBytes > 0) {
                segments.put(first, syncedBytes);
                doubtful.cut(syncedBytes);
            } else {
                segments.remove(first);
                Files.deleteIfExists(file(folder, first));
            }
        } catch (IOException e) {
            // The tail stays. Readers stop where the next segment begins; one of the same name is made anew.
            return;
        }
    }

    /** Makes everything safe; the next letter begins a segment. */
    void close(long nextId) throws IOException {
        sync(nextId);
        if (current != null) {
            RecordFile full = current;
            current = null;
            full.close();
        }
    }

    /** Lets go of everything, safe or not. */
    void discard() throws IOException {
        unsynced.clear();
        close(0);
    }
}
