package io.penstock.spool;

import io.penstock.core.error.ErrorKind;
import io.penstock.core.error.PenstockException;
import io.penstock.spool.api.SpoolStats;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What is in the spool, who has read how far, and how much room is left. Thread-safe: everything is guarded by
 * {@code lock}, under which nothing but a reader's 12-byte position is ever written.
 */
final class SegmentIndex {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition room = lock.newCondition();
    private final Condition news = lock.newCondition();
    private final TreeMap<Long, Segment> segments = new TreeMap<>();
    private final Readers readers = new Readers();
    private final long maxBytes;
    private long last;
    private long visible;
    private long usedBytes;
    private long dropped;
    private long corrupt;
    private boolean closed;

    SegmentIndex(long maxBytes) {
        this.maxBytes = maxBytes;
    }

    /** What a reader reads next: a segment, and the last position that is to be read from it. */
    record Stretch(Path path, long first, long from, long to) {
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
            Segment replaced = segments.put(segment.first, segment);
            usedBytes += segment.bytes - (replaced == null ? 0 : replaced.bytes);
        } finally {
            lock.unlock();
        }
    }

    /** Records were written to the segment. */
    void grew(Segment segment, long bytes, long lastPosition, boolean readable) {
        lock.lock();
        try {
            segment.bytes += bytes;
            usedBytes += bytes;
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
            return usedBytes + bytes <= maxBytes;
        } finally {
            lock.unlock();
        }
    }

    void awaitRoom(long bytes) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (usedBytes + bytes > maxBytes) {
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
            if (segments.size() < 2) {
                return false;
            }
            oldest = segments.firstEntry().getValue();
            long end = segments.higherKey(oldest.first) - 1;
            dropped += Math.max(0, end - Math.max(oldest.first - 1, readers.acked()));
            remove(oldest);
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
    Stretch find(long next) {
        lock.lock();
        try {
            refuseClosed();
            if (next > visible || segments.isEmpty()) {
                return null;
            }
            Map.Entry<Long, Segment> entry = segments.floorEntry(next);
            Segment segment = (entry == null ? segments.firstEntry() : entry).getValue();
            Long following = segments.higherKey(segment.first);
            long to = Math.min(visible, following == null ? Long.MAX_VALUE : following - 1);
            long from = Math.max(next, segment.first);
            return from > visible ? null : new Stretch(segment.path, segment.first, from, to);
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
        List<Segment> free;
        lock.lock();
        try {
            if (closed || position <= reader.position()) {
                return;
            }
            reader.set(position);
            free = removeRead();
        } finally {
            lock.unlock();
        }
        free.forEach(Segment::deleteRead);
    }

    void forget(String name) throws IOException {
        List<Segment> free;
        lock.lock();
        try {
            readers.forget(name);
            free = removeRead();
        } finally {
            lock.unlock();
        }
        free.forEach(Segment::deleteRead);
    }

    /** Removes the segments that every reader is done with. */
    void free() {
        List<Segment> free;
        lock.lock();
        try {
            free = removeRead();
        } finally {
            lock.unlock();
        }
        free.forEach(Segment::deleteRead);
    }

    /** Before a segment is made that begins here: removes also the one before it, should every reader be done with it. */
    void freeBefore(long first) {
        List<Segment> free;
        lock.lock();
        try {
            free = removeRead();
            if (segments.size() == 1 && segments.firstKey() < first && first - 1 <= readers.acked()) {
                Segment before = segments.firstEntry().getValue();
                remove(before);
                free.add(before);
            }
        } finally {
            lock.unlock();
        }
        free.forEach(Segment::deleteRead);
    }

    private List<Segment> removeRead() {
        List<Segment> free = new ArrayList<>();
        long acked = readers.acked();
        while (segments.size() > 1 && segments.higherKey(segments.firstKey()) - 1 <= acked) {
            Segment segment = segments.firstEntry().getValue();
            remove(segment);
            free.add(segment);
        }
        return free;
    }

    private void remove(Segment segment) {
        segments.remove(segment.first);
        usedBytes -= segment.bytes;
        room.signalAll();
    }

    SpoolStats stats(long cutBytes) {
        lock.lock();
        try {
            long first = segments.isEmpty() ? last + 1 : Math.min(segments.firstKey(), last + 1);
            long unread = Math.max(0, last - Math.max(readers.acked(), first - 1));
            return new SpoolStats(first, last, unread, usedBytes, dropped, corrupt, cutBytes);
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
