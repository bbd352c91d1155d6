package io.penstock.spool.api;

import io.penstock.spool.SegmentedSpool;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import org.osgi.annotation.versioning.ProviderType;

/**
 * A bounded log of records that survives {@code kill -9}, torn tails and full disks. Records are opaque bytes, numbered
 * from 1 in the order they come. Thread-safe; writers are serialised.
 */
@ProviderType
public interface Spool extends AutoCloseable {
    /** The largest record; a spool takes none that is larger than one segment either. */
    int MAX_RECORD_BYTES = 256 << 20;

    /**
     * Opens the spool in a folder, making it if need be, and recovers what a crash left: every record that is whole is
     * kept, a torn tail is cut off and counted. Never refuses because of damage.
     *
     * @throws io.penstock.core.error.PenstockException CONFLICT ({@code spool.locked}) when somebody has it open; RETRY
     *         ({@code spool.unavailable}) when the folder cannot be used
     */
    static Spool open(Path folder, SpoolSettings settings) {
        return SegmentedSpool.open(folder, settings);
    }

    /**
     * Appends records as one write, in order. Under {@link SpoolSettings.Sync#BATCH} they are safe, and can be read, only
     * after {@link #sync}. While a full spool blocks, this waits for room.
     *
     * @return the position of the last one; empty when the spool is full and drops the newest (then none was taken)
     * @throws io.penstock.core.error.PenstockException RETRY ({@code spool.write-failed}) on an I/O error such as a full
     *         disk: none was taken; INVALID ({@code spool.record-too-large})
     */
    OptionalLong append(List<ByteBuffer> records) throws InterruptedException;

    /** One record. */
    default OptionalLong append(byte[] record) throws InterruptedException {
        return append(List.of(ByteBuffer.wrap(record)));
    }

    /**
     * Makes everything appended so far as safe as the sync policy promises. Callers at the same time share one force.
     *
     * @throws io.penstock.core.error.PenstockException RETRY ({@code spool.sync-failed}) when the disk refused and the
     *         records could not yet be written elsewhere; they are kept, and the next call tries again in a new segment,
     *         never again on the failed one
     */
    void sync();

    /** Opens a reader. A new name starts at the oldest record; a name is open at most once (else CONFLICT). */
    SpoolReader reader(String name);

    /** Forgets a reader's name, so that it no longer keeps records. */
    void forget(String name);

    /** The numbers now. */
    SpoolStats stats();

    /** Syncs and closes. Blocked writers get a CLOSED error. Idempotent. */
    @Override
    void close();
}
