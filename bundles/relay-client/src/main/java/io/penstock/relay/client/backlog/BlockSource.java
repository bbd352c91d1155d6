package io.penstock.relay.client.backlog;

import io.penstock.core.error.ErrorKind;
import io.penstock.core.error.PenstockException;
import io.penstock.relay.client.block.Block;
import io.penstock.relay.client.block.SeriesCache;
import io.penstock.spool.api.Spool;
import io.penstock.spool.api.SpoolReader;
import io.penstock.spool.api.SpoolRecord;
import io.penstock.spool.api.SpoolStats;
import java.util.Optional;

/** Gives the sender what is spooled, in order: handed on where it can be, else read back. Sender only, but {@link #done}. */
public final class BlockSource {
    private final Spool spool;
    private final SpoolReader reader;
    private final Backlog backlog;
    private final SeriesCache cache = new SeriesCache();
    private long next;
    private long droppedSeen;
    private Optional<SpooledBlock> ahead = Optional.empty();

    BlockSource(Spool spool, SpoolReader reader, Backlog backlog) {
        this.spool = spool;
        this.reader = reader;
        this.backlog = backlog;
        this.next = reader.acked() + 1;
    }

    /**
     * The next block; empty when there is none now. Damaged and dropped ones are passed over: the numbers tell.
     *
     * @throws PenstockException RETRY when the disk cannot be read now
     */
    public Optional<SpooledBlock> next() {
        Optional<SpooledBlock> found = ahead;
        ahead = Optional.empty();
        while (found.isEmpty()) {
            found = backlog.handedAt(next);
            if (found.isEmpty()) {
                Optional<SpoolRecord> record = reader.poll();
                if (record.isEmpty()) {
                    return Optional.empty();
                }
                // What was handed on meanwhile was not read here, and is passed over.
                found = record.get().position() < next ? Optional.empty() : read(record.get());
                next = Math.max(next, record.get().position() + (found.isEmpty() ? 1 : 0));
            }
        }
        next = found.get().position() + 1;
        return found;
    }

    private Optional<SpooledBlock> read(SpoolRecord record) {
        try {
            return Optional.of(new SpooledBlock(record.position(), Block.read(record.bytes(), cache)));
        } catch (PenstockException e) {
            if (e.kind() == ErrorKind.CORRUPT) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /** Begins again behind what is done; nothing is on its way. What is gone from there is counted as lost. */
    public void rewind() {
        reader.rewind();
        SpoolStats stats = spool.stats();
        // What was dropped is let go in memory, too.
        next = Math.max(reader.acked() + 1, stats.firstPosition());
        ahead = Optional.empty();
        droppedSeen = stats.dropped();
        backlog.rewind();
        ahead = next();
        ahead.ifPresent(first -> backlog.beginsWith(first.block().header()));
    }

    /** While nothing is on its way: counts what a full spool dropped since this was last asked. */
    public void countDropped() {
        if (spool.stats().dropped() != droppedSeen) {
            rewind();
        }
    }

    /** Done with every block up to this position. From any thread. */
    public void done(long position) {
        reader.ack(position);
    }
}
