package io.penstock.pipes.run;

import io.penstock.core.error.PenstockException;
import io.penstock.core.event.Event;
import io.penstock.core.value.ByteSize;
import io.penstock.pipes.model.Buffering;
import io.penstock.pipes.state.BufferRecord;
import io.penstock.pipes.state.BufferedRanges;
import io.penstock.pipes.state.Ledger;
import io.penstock.pipes.state.Origin;
import io.penstock.spool.api.Spool;
import io.penstock.spool.api.SpoolReader;
import io.penstock.spool.api.SpoolRecord;
import io.penstock.spool.api.SpoolSettings;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An output's spool, with what it was found to hold when it was opened. A record may go when it was delivered and the
 * checkpoints saved lie behind it: until then it is what a replayed origin batch is recognised by. Thread-safe.
 */
final class DiskBuffer implements AutoCloseable {
    private static final String READER = "output";
    private static final long SMALLEST_SEGMENT = 64 << 10;
    private static final long LARGEST_SEGMENT = 64 << 20;

    private static final Logger LOG = LoggerFactory.getLogger("io.penstock.pipes");

    private final Path folder;
    private final Spool spool;
    private final SpoolReader reader;
    private final BufferedRanges ranges = new BufferedRanges();
    private final long segmentBytes;
    private final long held;
    private final ArrayDeque<Read> unfreed = new ArrayDeque<>();
    private Map<Origin.Source, Long> safe = Map.of();
    private long free;
    private long freed;
    private long spooled;
    private long readSoFar;

    /** A record on its way; {@code delivered} under the buffer's lock. */
    static final class Read {
        private final long position;
        private final List<Origin> work;
        private boolean delivered;

        private Read(long position, List<Origin> work) {
            this.position = position;
            this.work = work;
        }

        long position() {
            return position;
        }
    }

    /**
     * Opens it.
     *
     * @param delivered the last position the ledger says was delivered: no record to come may have it or an earlier one,
     *        or it would be taken for delivered
     */
    DiskBuffer(Path folder, Buffering settings, long delivered) {
        this.folder = folder;
        segmentBytes = Math.max(SMALLEST_SEGMENT, Math.min(LARGEST_SEGMENT, settings.maxSize().bytes() / 8));
        spool = Spool.open(folder, new SpoolSettings(settings.maxSize(), new ByteSize(segmentBytes),
                SpoolSettings.WhenFull.valueOf(settings.whenFull().name()),
                SpoolSettings.Sync.valueOf(settings.sync().name()), settings.syncInterval()));
        try {
            reader = spool.reader(READER);
            held = scan();
            skipTo(delivered);
        } catch (RuntimeException e) {
            spool.close();
            throw e;
        }
    }

    /** A tail that was lost to a power cut or damage leaves positions free that the ledger knows as delivered. */
    private void skipTo(long delivered) {
        ByteBuffer nothing = BufferRecord.forgotten(new Origin.Source("", ""));
        long missing = delivered - spool.stats().lastPosition();
        if (missing <= 0) {
            return;
        }
        LOG.warn("the disk buffer in {} has lost its last {} records: events not yet delivered may be among them", folder,
                missing);
        try {
            for (long i = 0; i < missing && spool.append(List.of(nothing.duplicate())).isPresent(); i++) {
                // One for each, so that the next record gets the position behind.
            }
            spool.sync();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw PenstockException.retry("pipes.buffer", "interrupted while opening " + folder, e);
        }
    }

    private long scan() {
        long events = 0;
        Optional<SpoolRecord> next = reader.poll();
        boolean first = true;
        for (; next.isPresent(); next = reader.poll()) {
            BufferRecord.Head head = BufferRecord.head(next.get().bytes());
            ranges.found(head);
            if (head.part().isPresent()) {
                int count = head.part().get().count();
                readSoFar = first ? head.before() : readSoFar;
                first = false;
                spooled = head.before() + count;
                events += count;
            }
        }
        reader.rewind();
        return events;
    }

    BufferedRanges ranges() {
        return ranges;
    }

    /** Events found in it. */
    long held() {
        return held;
    }

    /** The most a record may hold, with room for what an estimate of sizes misses. */
    long recordBytes() {
        return segmentBytes / 2;
    }

    long bytes() {
        return spool.stats().bytes();
    }

    /** Puts events in; false when it is full and drops the newest. */
    boolean append(Ledger.Part part, List<Event> events) throws InterruptedException {
        OptionalLong position = spool.append(List.of(BufferRecord.encode(spooled, part, events)));
        if (position.isPresent()) {
            spooled += part.count();
        }
        return position.isPresent();
    }

    void forget(Origin.Source source) throws InterruptedException {
        ranges.forget(source);
        spool.append(List.of(BufferRecord.forgotten(source)));
    }

    void sync() {
        spool.sync();
    }

    SpoolReader reader() {
        return reader;
    }

    /** How many events were dropped from the buffer between the record read last and this one. */
    long droppedBefore(BufferRecord.Head head) {
        long dropped = head.part().isPresent() ? Math.max(0, head.before() - readSoFar) : 0;
        head.part().ifPresent(part -> readSoFar = head.before() + part.count());
        return dropped;
    }

    /** Notes a record that is on its way to the output. */
    synchronized Read onItsWay(long position, BufferRecord.Head head) {
        Read read = new Read(position, head.part().map(Ledger.Part::work).orElse(List.of()));
        unfreed.add(read);
        return read;
    }

    synchronized void delivered(Read read) {
        read.delivered = true;
        free();
    }

    synchronized void freed(Map<Origin.Source, Long> checkpoints) {
        safe = checkpoints;
        free();
    }

    private void free() {
        for (Read head = unfreed.peek(); head != null && head.delivered && covered(head); head = unfreed.peek()) {
            free = unfreed.remove().position;
        }
        if (free > freed) {
            reader.ack(free);
            freed = free;
        }
    }

    private boolean covered(Read read) {
        return read.work.stream().allMatch(origin -> origin.to() <= safe.getOrDefault(origin.source(), -1L));
    }

    @Override
    public void close() {
        try {
            reader.close();
        } catch (PenstockException e) {
            spool.close();
            throw e;
        }
        spool.close();
    }
}
