package io.penstock.spool.api;

import java.time.Duration;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Reads a spool from where it last acknowledged. Its name and position outlive restarts. One thread reads;
 * {@link #ack} may come from another.
 */
@ProviderType
public interface SpoolReader extends AutoCloseable {
    /**
     * The next record; empty when there is none yet. Damaged and dropped records are skipped, and counted.
     *
     * @throws io.penstock.core.error.PenstockException RETRY when the disk cannot be read now
     */
    Optional<SpoolRecord> poll();

    /** As {@link #poll}, but waits for a record to come, at most this long. */
    Optional<SpoolRecord> await(Duration atMost) throws InterruptedException;

    /**
     * Done with every record up to this position: they may go once all readers are. Not forced to the disk: after a
     * power cut the last few may be read again.
     */
    void ack(long position);

    /** The position last acknowledged; 0 at first. */
    long acked();

    /** Goes back to read again from after the last acknowledged record. */
    void rewind();

    /** Stops reading; the name keeps its position, and its records. */
    @Override
    void close();
}
