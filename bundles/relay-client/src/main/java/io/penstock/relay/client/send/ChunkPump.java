package io.penstock.relay.client.send;

import io.penstock.core.error.ErrorKind;
import io.penstock.core.error.PenstockException;
import io.penstock.relay.client.backlog.Backlog;
import io.penstock.relay.client.backlog.BlockSource;
import io.penstock.relay.client.backlog.SpooledBlock;
import io.penstock.relay.client.block.Block;
import io.penstock.relay.client.block.Series;
import io.penstock.relay.wire.api.DataEncoder;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;

/**
 * Turns blocks of the spool into frames of one connection: small blocks together, large ones cut. Numbers within a chunk
 * are dense; a hole begins another. Sender only.
 */
final class ChunkPump {
    /** Enough for the network to be busy, little enough for acknowledgements to come soon. */
    private static final int TARGET_BYTES = 128 << 10;
    /** Series' numbers are good for one generation of one encoder. */
    private static final int GENERATION_BITS = 32;

    /**
     * What is written at once.
     *
     * @param next one behind its last event
     * @param position of the last block used up; 0 when none was
     * @param lostBefore events missing before its first
     */
    record Chunk(List<ByteBuffer> frames, long epoch, long next, int events, long position, long lostBefore) {
        long bytes() {
            long sum = 0;
            for (ByteBuffer frame : frames) {
                sum += frame.remaining();
            }
            return sum;
        }
    }

    private final DataEncoder encoder;
    private final BlockSource source;
    private final Backlog backlog;
    private final long connection;
    private Block.Walk walk;
    private long epoch;
    private long number;
    private long position;
    private long usedUp;
    private long lost;

    /** @param connection a number of its own for every encoder, from 1 */
    ChunkPump(DataEncoder encoder, BlockSource source, Backlog backlog, int connection) {
        this.encoder = encoder;
        this.source = source;
        this.backlog = backlog;
        this.connection = (long) connection << GENERATION_BITS;
    }

    /** The next chunk; empty when there is nothing to send now. */
    Optional<Chunk> next() {
        int events = 0;
        long first = 0;
        long ofEpoch = 0;
        long missing = 0;
        while (encoder.sizeSoFar() < TARGET_BYTES && there()) {
            if (events == 0) {
                encoder.begin(epoch, number);
                first = number;
                ofEpoch = epoch;
                missing = lost;
                lost = 0;
            } else if (epoch != ofEpoch || number != first + events) {
                break;
            }
            events += encode();
        }
        if (events == 0) {
            lost += missing;
            return Optional.empty();
        }
        return Optional.of(new Chunk(encoder.finish(), ofEpoch, first + events, events, usedUp, missing));
    }

    /** The last block that was used up; 0 when none was. */
    long usedUp() {
        return usedUp;
    }

    /** Whether an event is at hand, of this block or the next one that has any. */
    private boolean there() {
        while (walk == null || walk.left() == 0) {
            if (walk != null) {
                usedUp = position;
                walk = null;
            }
            Optional<SpooledBlock> block = source.next();
            if (block.isEmpty()) {
                return false;
            }
            enter(block.get());
        }
        return true;
    }

    private void enter(SpooledBlock next) {
        var header = next.block().header();
        lost += backlog.read(header);
        position = next.position();
        walk = next.block().walk();
        epoch = header.epoch();
        number = header.first();
        long wanted = backlog.firstOf(epoch).orElse(number);
        while (number < wanted && walk.left() > 0 && step()) {
            number++;
        }
    }

    /** Goes to the next event; a damaged block ends here, the rest of it lost. */
    private boolean step() {
        try {
            walk.next();
            return true;
        } catch (PenstockException e) {
            if (e.kind() != ErrorKind.CORRUPT) {
                throw e;
            }
            lost += walk.left();
            number += walk.left();
            walk.giveUp();
            return false;
        }
    }

    /** Encodes events of this block until the chunk is large enough; tells how many. */
    private int encode() {
        int events = 0;
        while (walk.left() > 0 && encoder.sizeSoFar() < TARGET_BYTES) {
            if (!step()) {
                return events;
            }
            number++;
            if (!encodeOne()) {
                lost++;
                return events;
            }
            events++;
        }
        return events;
    }

    /** False when no frame of this server holds it. */
    private boolean encodeOne() {
        try {
            if (walk.isRecord()) {
                encoder.record(walk.record());
            } else {
                encoder.point(id(walk.series()), walk.second(), walk.nano(), walk.unsigned(), walk.bits());
            }
            return true;
        } catch (PenstockException e) {
            if (e.kind() != ErrorKind.INVALID) {
                throw e;
            }
            return false;
        }
    }

    private int id(Series series) {
        int known = series.id(connection | encoder.generation());
        if (known >= 0) {
            return known;
        }
        int id = encoder.series(series.key());
        series.registered(connection | encoder.generation(), id);
        return id;
    }
}
