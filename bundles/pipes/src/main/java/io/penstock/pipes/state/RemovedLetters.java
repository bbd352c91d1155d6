package io.penstock.pipes.state;

import io.penstock.pipes.codec.ByteSink;
import io.penstock.pipes.codec.ByteSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashSet;
import java.util.Set;

/**
 * Which dead letters were taken out of their segments, noted in a file that is written anew when it has grown. Guarded by
 * the store's lock.
 */
final class RemovedLetters implements AutoCloseable {
    private static final long REWRITE_BYTES = 64 << 10;

    private final Path path;
    private final Set<Long> ids = new HashSet<>();
    private RecordFile file;
    private boolean unnoted;
    private long rewriteAt = REWRITE_BYTES;

    RemovedLetters(Path folder) throws IOException {
        path = folder.resolve("removed");
        file = RecordFile.open(path, bytes -> ids.add(new ByteSource(bytes).varint()));
    }

    boolean contains(long id) {
        return ids.contains(id);
    }

    /**
     * Takes an id in; false when it is there already. What cannot be noted on disk is noted with the next: a restart
     * before that brings the letter back.
     */
    boolean add(long id) {
        if (!ids.add(id)) {
            return false;
        }
        try {
            if (unnoted || file.size() > rewriteAt) {
                rewrite();
            } else {
                file.append(entry(id));
            }
        } catch (IOException e) {
            unnoted = true;
        }
        return true;
    }

    /** The letter's segment goes; false when the letter had not been removed. */
    boolean forget(long id) {
        return ids.remove(id);
    }

    /** Keeps none but these: an id whose letter is no more may be given again, and would then hide that one. */
    void retain(Set<Long> present) throws IOException {
        if (ids.retainAll(present)) {
            rewrite();
        }
    }

    private void rewrite() throws IOException {
        Path fresh = path.resolveSibling("removed.new");
        Files.deleteIfExists(fresh);
        try (RecordFile next = RecordFile.open(fresh, bytes -> { })) {
            for (long id : ids) {
                next.append(entry(id));
            }
            next.sync();
        }
        file.close();
        Files.move(fresh, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        file = RecordFile.open(path, bytes -> { });
        rewriteAt = Math.max(REWRITE_BYTES, file.size() * 2);
        unnoted = false;
    }

    private static byte[] entry(long id) {
        ByteSink sink = new ByteSink(10);
        sink.varint(id);
        return sink.toArray();
    }

    @Override
    public void close() throws IOException {
        try {
            if (unnoted) {
                rewrite();
            }
            file.sync();
        } finally {
            file.close();
        }
    }
}
