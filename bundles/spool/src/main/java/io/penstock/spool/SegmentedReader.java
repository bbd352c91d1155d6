package io.penstock.spool;

import io.penstock.core.error.PenstockException;
import io.penstock.spool.api.SpoolReader;
import io.penstock.spool.api.SpoolRecord;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.util.Optional;

/** Reads segments one after the other. One thread reads; acknowledging is thread-safe. */
final class SegmentedReader implements SpoolReader {
    private final SegmentIndex index;
    private final ReaderPosition position;
    private final Runnable onClose;
    private SegmentCursor cursor;
    private long cursorFirst;
    private long next;

    SegmentedReader(SegmentIndex index, ReaderPosition position, Runnable onClose) {
        this.index = index;
        this.position = position;
        this.onClose = onClose;
        this.next = position.position() + 1;
    }

    @Override
    public Optional<SpoolRecord> poll() {
        while (true) {
            Segments.Stretch stretch = index.find(next);
            if (stretch == null) {
                return Optional.empty();
            }
            next = stretch.from();
            Optional<SpoolRecord> record = read(stretch);
            if (record.isPresent()) {
                return record;
            }
        }
    }

    private Optional<SpoolRecord> read(Segments.Stretch stretch) {
        try {
            openAt(stretch);
            byte[] bytes = cursor.position() == next ? cursor.next() : null;
            if (bytes == null) {
                closeCursor();
                skipIfLost(stretch);
                return Optional.empty();
            }
            return Optional.of(new SpoolRecord(next++, bytes));
        } catch (NoSuchFileException e) {
            closeCursor();
            skipIfLost(stretch);
            return Optional.empty();
        } catch (IOException e) {
            closeCursor();
            throw PenstockException.retry("spool.read-failed",
                    "cannot read " + stretch.path() + ": " + PenstockException.describe(e), e);
        }
    }

    /** A segment that was dropped or freed is not in the index any more; one that still is was damaged, or deleted by others. */
    private void skipIfLost(Segments.Stretch gone) {
        Segments.Stretch now = index.find(next);
        if (now != null && now.first() == gone.first() && now.path().equals(gone.path())) {
            index.countCorrupt(gone.to() - next + 1);
            next = gone.to() + 1;
        }
    }

    private void openAt(Segments.Stretch stretch) throws IOException {
        if (cursor == null || cursorFirst != stretch.first() || cursor.position() > next) {
            closeCursor();
            cursor = new SegmentCursor(stretch.path(), stretch.first());
            cursorFirst = stretch.first();
        }
        cursor.skipTo(next);
    }

    @Override
    public Optional<SpoolRecord> await(Duration atMost) throws InterruptedException {
        Optional<SpoolRecord> record = poll();
        if (record.isPresent()) {
            return record;
        }
        index.awaitNews(next, atMost.toNanos());
        return poll();
    }

    @Override
    public void ack(long done) {
        index.ack(position, done);
    }

    @Override
    public long acked() {
        return position.position();
    }

    @Override
    public void rewind() {
        closeCursor();
        next = position.position() + 1;
    }

    @Override
    public void close() {
        closeCursor();
        onClose.run();
    }

    private void closeCursor() {
        if (cursor == null) {
            return;
        }
        try {
            cursor.close();
        } catch (IOException e) {
            throw PenstockException.retry("spool.close-failed", "cannot close a segment: " + PenstockException.describe(e), e);
        } finally {
            cursor = null;
        }
    }
}
