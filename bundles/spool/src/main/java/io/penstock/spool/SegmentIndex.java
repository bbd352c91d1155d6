package io.penstock.spool;

import io.penstock.core.error.ErrorKind;
import io.penstock.core.error.PenstockException;
import io.penstock.spool.api.SpoolStats;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * What is in the spool, who has read how far, and how much room is left. Thread-safe: everything is guarded by
 * {@code lock}, under which nothing but a reader's 12-byte position is ever written.
 */
final class SegmentIndex {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition room = lock.newCondition();
    private final Condition news = lock.newCondition();
    private final Segments segments = new Segments();
    private final Readers readers = new Readers();
    private final long maxBytes;
    private long last;
    private long visible;
    private long dropped;
    private long corrupt;
    private boolean closed;

    SegmentIndex(long maxBytes) {
        this.maxBytes = maxBytes;
    }

    void recovered(List<Segment> found, Map<String, ReaderPosition> positions, long lastPosition) {
        found.forEach(this::add);
        readers.recovered(positions);
        last = lastPosition;
        visible = lastPosition;
    }

    /** A segment begins; it takes over from where it begins, should another reach further. */
    void add(Segment segment) {
        lock.lock();
        try {
            segments.add(segment);
        } finally {
            lock.unlock();
        }
    }

    /** Records were written to the segment. */
    void grew(Segment segment, long bytes, long lastPosition, boolean readable) {
        lock.lock();
        try {
            segments.grew(segment, bytes);
            last = lastPosition;
            if (readable) {
                show(last);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Records up to this position may be read. */
    void synced(long position) {
        lock.lock();
        try {
            show(position);
        } finally {
            lock.unlock();
        }
    }

    private void show(long position) {
        visible = Math.max(visible, position);
        news.signalAll();
    }

    long last() {
        lock.lock();
        try {
            return last;
        } finally {
            lock.unlock();
        }
    }

    boolean hasRoom(long bytes) {
        lock.lock();
        try {
            refuseClosed();
            return segments.bytes() + bytes <= maxBytes;
        } finally {
            lock.unlock();
        }
    }

    void awaitRoom(long bytes) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (segments.bytes() + bytes > maxBytes) {
                refuseClosed();
                room.await();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Waits until there is a record from {@code next} on, or the time is up. */
    void awaitNews(long next, long nanos) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long left = nanos;
            while (visible < next && left > 0 && !closed) {
                left = news.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Drops the oldest segment that is not being written; false when there is none. */
    boolean dropOldest() {
        Segment oldest;
        lock.lock();
        try {
            Optional<Long> end = segments.oldestEnd();
            if (end.isEmpty()) {
                return false;
            }
            oldest = segments.removeOldest();
            dropped += Math.max(0, end.get() - Math.max(oldest.first - 1, readers.acked()));
            room.signalAll();
        } finally {
            lock.unlock();
        }
        oldest.delete();
        return true;
    }

    void countDropped(long records) {
        lock.lock();
        try {
            dropped += records;
        } finally {
            lock.unlock();
        }
    }

    void countCorrupt(long records) {
        lock.lock();
        try {
            corrupt += records;
        } finally {
            lock.unlock();
        }
    }

    /** Where the record at {@code next}, or the first one after it still there, is; null when there is none yet. */
    Segments.Stretch find(long next) {
        lock.lock();
        try {
            refuseClosed();
            return segments.find(next, visible);
        } finally {
            lock.unlock();
        }
    }

    ReaderPosition position(String name, Path file) throws IOException {
        lock.lock();
        try {
            return readers.position(name, file);
        } finally {
            lock.unlock();
        }
    }

    void ack(ReaderPosition reader, long position) {
        delete(() -> {
            if (closed || position <= reader.position()) {
                return List.of();
            }
            reader.set(position);
            return segments.removeUpTo(readers.acked());
        });
    }

    void forget(String name) throws IOException {
        lock.lock();
        try {
            readers.forget(name);
        } finally {
            lock.unlock();
        }
        free();
    }

    /** Removes the segments that every reader is done with. */
    void free() {
        delete(() -> segments.removeUpTo(readers.acked()));
    }

    /** Before a segment is made that begins here: removes also the one before it, should every reader be done with it. */
    void freeBefore(long first) {
        delete(() -> segments.removeUpTo(readers.acked(), first));
    }

    /** Files are deleted outside the lock. */
    private void delete(Supplier<List<Segment>> removal) {
        List<Segment> free;
        lock.lock();
        try {
            free = removal.get();
            if (!free.isEmpty()) {
                room.signalAll();
            }
        } finally {
            lock.unlock();
        }
        free.forEach(Segment::deleteRead);
    }

    SpoolStats stats(long cutBytes) {
        lock.lock();
        try {
            long first = Math.min(segments.first().orElse(last + 1), last + 1);
            long unread = Math.max(0, last - Math.max(readers.acked(), first - 1));
            return new SpoolStats(first, last, unread, segments.bytes(), dropped, corrupt, cutBytes);
        } finally {
            lock.unlock();
        }
    }

    private void refuseClosed() {
        if (closed) {
            throw new PenstockException(ErrorKind.CLOSED, "spool.closed", "the spool is closed");
        }
    }

    boolean isClosed() {
        lock.lock();
        try {
            return closed;
        } finally {
            lock.unlock();
        }
    }

    /** From now on everything is refused; waiting writers and readers wake up. */
    void close() throws IOException {
        lock.lock();
        try {
            closed = true;
            room.signalAll();
            news.signalAll();
            readers.close();
        } finally {
            lock.unlock();
        }
    }
}
