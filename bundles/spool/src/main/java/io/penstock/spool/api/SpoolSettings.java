package io.penstock.spool.api;

import io.penstock.core.error.PenstockException;
import io.penstock.core.value.ByteSize;
import java.time.Duration;

/**
 * How a spool is kept. Immutable.
 *
 * @param maxBytes how much all segments together may take on disk; four segments or more
 * @param segmentBytes when a new segment is begun; what {@code DROP_OLDEST} drops at once
 * @param syncInterval for {@link Sync#INTERVAL}; more than zero
 */
public record SpoolSettings(ByteSize maxBytes, ByteSize segmentBytes, WhenFull whenFull, Sync sync,
                            Duration syncInterval) {
    private static final ByteSize LARGEST_SEGMENT = ByteSize.mebibytes(64);
    private static final int LEAST_SEGMENTS = 4;

    /** What a full spool does with the next record. */
    public enum WhenFull {
        /** The writer waits. */
        BLOCK,
        /** The oldest segment goes, read or not; what was not read is counted as dropped. */
        DROP_OLDEST,
        /** The record is not taken and counted as dropped. */
        DROP_NEWEST
    }

    /** When records are forced to the disk. */
    public enum Sync {
        /** By every {@link Spool#sync}: what it returned for survives a power cut. Readers see nothing younger. */
        BATCH,
        /** Every interval: a power cut may lose what came since. A killed process loses nothing. */
        INTERVAL,
        /** When the system likes. A killed process loses nothing. */
        NONE
    }

    public SpoolSettings {
        if (segmentBytes.bytes() < 4096 || maxBytes.bytes() / LEAST_SEGMENTS < segmentBytes.bytes()) {
            throw PenstockException.invalid("spool.settings", "a spool needs segments of 4KiB or more, and room for "
                    + LEAST_SEGMENTS + " of them: segment " + segmentBytes + ", maximum " + maxBytes);
        }
        if (syncInterval.isZero() || syncInterval.isNegative()) {
            throw PenstockException.invalid("spool.settings", "the sync interval must be more than zero");
        }
    }

    /** Blocking, synced with every batch, with segments of an eighth of the whole (64 MiB at the most). */
    public static SpoolSettings of(ByteSize maxBytes) {
        long segment = Math.min(LARGEST_SEGMENT.bytes(), maxBytes.bytes() / 8);
        return new SpoolSettings(maxBytes, new ByteSize(segment), WhenFull.BLOCK, Sync.BATCH, Duration.ofMillis(500));
    }

    /** The same with another policy for when it is full. */
    public SpoolSettings with(WhenFull other) {
        return new SpoolSettings(maxBytes, segmentBytes, other, sync, syncInterval);
    }

    /** The same with another policy for syncing. */
    public SpoolSettings with(Sync other, Duration interval) {
        return new SpoolSettings(maxBytes, segmentBytes, whenFull, other, interval);
    }
}
