package io.penstock.relay.client.backlog;

import io.penstock.core.batch.Batch;
import io.penstock.core.error.ErrorKind;
import io.penstock.core.error.PenstockException;
import io.penstock.core.time.Clock;
import io.penstock.relay.client.block.Block;
import io.penstock.relay.client.block.BlockHeader;
import io.penstock.relay.client.block.BlockWriter;
import io.penstock.relay.client.block.EpochEnd;
import io.penstock.relay.client.block.EventLimit;
import io.penstock.spool.api.Spool;
import io.penstock.spool.api.SpoolReader;
import io.penstock.spool.api.SpoolRecord;
import io.penstock.spool.api.SpoolSettings;
import io.penstock.spool.api.SpoolStats;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The spool of one output: batches go in as blocks, each with the pipe's name for it, so that the last one tells what is
 * stored. {@link #write} and {@link #committed} belong to the pipe's thread, the {@link #source} to the sender's.
 */
public final class EventSpool implements AutoCloseable {
    private static final String SENDER = "relay";
    /** Not done with the last record, so that it is still there at the next start, unless its {@link LastBlockNote} is. */
    private static final String TAIL = "last";
    private static final String NOTE = "last-block";

    private final Clock clock;
    private final Signal signal;
    private final Spool spool;
    private final SpoolReader tail;
    private final LastBlockNote note;
    private final BlockSource source;
    private final Backlog backlog;
    private final BlockWriter writer;
    private final AtomicLong refused = new AtomicLong();
    private Optional<BlockHeader> last;
    /** The youngest that is safe, while only its record says what it says. */
    private Optional<BlockHeader> safe;
    private long safeAt;
    private Optional<SpooledBlock> unsynced = Optional.empty();
    private long next;

    private EventSpool(Spool spool, LastBlockNote note, long epoch, EventLimit limit, Clock clock, Signal signal) {
        this.clock = clock;
        this.signal = signal;
        this.spool = spool;
        this.tail = spool.reader(TAIL);
        this.writer = new BlockWriter(limit);
        this.note = note;
        this.safe = lastRecord();
        this.last = newer(safe, note.read());
        SpoolReader reader = spool.reader(SENDER);
        Optional<BlockHeader> head = firstRecord(reader);
        this.backlog = new Backlog(epochs(), head, epoch, clock);
        this.source = new BlockSource(spool, reader, backlog);
    }

    /**
     * Opens it, whatever state it is in, and begins an epoch.
     *
     * @param epoch never used before
     * @param signal raised when there is something new to send
     * @throws PenstockException as {@link Spool#open}
     */
    public static EventSpool open(Path folder, SpoolSettings settings, long epoch, EventLimit limit, Clock clock,
                                  Signal signal) {
        Spool spool = Spool.open(folder, settings);
        try {
            return new EventSpool(spool, new LastBlockNote(folder.resolve(NOTE)), epoch, limit, clock, signal);
        } catch (RuntimeException e) {
            spool.close();
            throw e;
        }
    }

    private Optional<BlockHeader> lastRecord() {
        Optional<BlockHeader> found = Optional.empty();
        for (Optional<SpoolRecord> record = tail.poll(); record.isPresent(); record = tail.poll()) {
            Optional<BlockHeader> header = header(record.get());
            found = header.isPresent() ? header : found;
            safeAt = record.get().position();
            tail.ack(safeAt - 1);
        }
        tail.rewind();
        return found;
    }

    /** A record of another epoch was written after the note: every start begins one, and records go in order. */
    private static Optional<BlockHeader> newer(Optional<BlockHeader> record, Optional<BlockHeader> noted) {
        if (record.isEmpty() || noted.isEmpty() || record.get().epoch() != noted.get().epoch()) {
            return record.or(() -> noted);
        }
        return noted.get().next() > record.get().next() ? noted : record;
    }

    private static Optional<BlockHeader> firstRecord(SpoolReader reader) {
        Optional<BlockHeader> found = Optional.empty();
        for (Optional<SpoolRecord> record = reader.poll(); record.isPresent() && found.isEmpty();) {
            found = header(record.get());
            record = found.isEmpty() ? reader.poll() : record;
        }
        reader.rewind();
        return found;
    }

    private static Optional<BlockHeader> header(SpoolRecord record) {
        try {
            return Optional.of(Block.header(record.bytes()));
        } catch (PenstockException e) {
            // Of another version, say: it is passed over, and its events are missed where they are read.
            return Optional.empty();
        }
    }

    private List<EpochEnd> epochs() {
        List<EpochEnd> epochs = new ArrayList<>();
        last.ifPresent(header -> {
            epochs.addAll(header.older());
            epochs.add(new EpochEnd(header.epoch(), header.next()));
        });
        return epochs;
    }

    /** The highest number of the stream's batches that is here: the spool's last record tells, or the note of it. */
    public OptionalLong committed(String stream) {
        syncAll();
        return last.filter(header -> header.stream().equals(stream)).map(header -> OptionalLong.of(header.seq()))
                .orElse(OptionalLong.empty());
    }

    /**
     * Spools a batch, as safely as the policy says, and once only. While a full spool blocks, this waits.
     *
     * @throws PenstockException INVALID when an event cannot be relayed, or the batch is larger than a segment; else RETRY
     */
    public void write(Batch batch) throws InterruptedException {
        if (!isHere(batch)) {
            syncAll();
            BlockHeader header = new BlockHeader(batch.id().stream(), batch.id().seq(), backlog.epoch(), next,
                    batch.events().size(), Math.max(0, clock.now().toEpochMilli()), backlog.older());
            Block block = writer.write(header, batch.events());
            OptionalLong position = append(block);
            if (position.isEmpty()) {
                refused.addAndGet(header.count());
                return;
            }
            next = header.next();
            last = Optional.of(header);
            unsynced = Optional.of(new SpooledBlock(position.getAsLong(), block));
        }
        syncAll();
    }

    private boolean isHere(Batch batch) {
        return last.isPresent() && last.get().stream().equals(batch.id().stream())
                && last.get().seq() >= batch.id().seq();
    }

    private OptionalLong append(Block block) throws InterruptedException {
        try {
            return spool.append(List.of(ByteBuffer.wrap(block.bytes())));
        } catch (PenstockException e) {
            if (!releasesLast(e)) {
                throw e;
            }
            return spool.append(List.of(ByteBuffer.wrap(block.bytes())));
        }
    }

    private void syncAll() {
        if (unsynced.isEmpty()) {
            return;
        }
        sync();
        SpooledBlock done = unsynced.get();
        unsynced = Optional.empty();
        safe = Optional.of(done.block().header());
        safeAt = done.position();
        backlog.spooled(done);
        tail.ack(safeAt - 1);
        signal.raise();
    }

    private void sync() {
        try {
            spool.sync();
        } catch (PenstockException e) {
            if (!releasesLast(e)) {
                throw e;
            }
            spool.sync();
        }
    }

    /**
     * After an error of the disk, which may be full: notes what the last record says, so that its segment goes as soon as it
     * is acknowledged, and makes room. Whether that is news.
     */
    private boolean releasesLast(PenstockException error) {
        if (error.kind() != ErrorKind.RETRY || safe.isEmpty() || !note.keep(safe.get())) {
            return false;
        }
        safe = Optional.empty();
        tail.ack(safeAt);
        return true;
    }

    /** What there is, by numbers. */
    public Backlog backlog() {
        return backlog;
    }

    /** What there is, to be sent. */
    public BlockSource source() {
        return source;
    }

    /** Events not taken since the spool was full, since the start. */
    public long refused() {
        return refused.get();
    }

    /** Events gone or not taken since there was no room, or for being damaged, since the start. */
    public long dropped() {
        return refused.get() + backlog.lost();
    }

    /** The spool's own numbers. */
    public SpoolStats stats() {
        return spool.stats();
    }

    /** Ends it; a blocked {@link #write} gets a CLOSED error. Idempotent. */
    @Override
    public void close() {
        spool.close();
    }
}
