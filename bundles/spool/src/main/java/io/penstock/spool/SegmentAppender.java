package io.penstock.spool;

import io.penstock.core.error.PenstockException;
import io.penstock.spool.api.SpoolSettings;
import io.penstock.spool.api.SpoolSettings.Sync;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes the segment at the end. One thread at a time: guarded by the spool's writing lock.
 *
 * <p>After any I/O error the segment is given up and never written or forced again: what a failed force left on the disk
 * cannot be known. Records not yet known to be safe are kept in memory and written first into the next segment, which
 * begins at the first of them.
 */
final class SegmentAppender {
    /** Unsynced records kept in memory; beyond this a write syncs first, so that one that fails has taken nothing. */
    private static final long MAX_UNSYNCED_BYTES = 64L << 20;
    private static final int SCRATCH_BYTES = 1 << 20;

    private final Path folder;
    private final SpoolSettings settings;
    private final SegmentIndex index;
    private final Disk disk;
    private final ByteBuffer scratch = ByteBuffer.allocateDirect(SCRATCH_BYTES);
    private final List<ByteBuffer> unsynced = new ArrayList<>();
    private Disk.WritableFile file;
    private Segment active;
    private long last;
    private long synced;
    private long unsyncedBytes;

    SegmentAppender(Path folder, SpoolSettings settings, SegmentIndex index, Disk disk) {
        this.folder = folder;
        this.settings = settings;
        this.index = index;
        this.disk = disk;
        this.last = index.last();
        this.synced = last;
    }

    long synced() {
        return synced;
    }

    /** Writes the records; on an error none was taken. */
    void append(List<ByteBuffer> records, long bytes) {
        if (unsyncedBytes > MAX_UNSYNCED_BYTES) {
            sync();
        }
        try {
            prepare(bytes);
            write(records, bytes, last);
        } catch (IOException e) {
            giveUp();
            throw PenstockException.retry("spool.write-failed", "cannot write to " + folder + ": " + PenstockException.describe(e), e);
        }
        last += records.size();
        if (settings.sync() == Sync.BATCH) {
            keep(records, bytes);
        }
        index.grew(active, bytes, last, settings.sync() != Sync.BATCH);
    }

    private void prepare(long bytes) throws IOException {
        boolean full = file != null && active.bytes > SegmentFormat.HEADER_BYTES
                && active.bytes + bytes > settings.segmentBytes().bytes();
        if (full) {
            roll();
        }
        if (file == null) {
            begin();
        }
    }

    /** Ends the segment being written, so that it can be freed; the next write begins another. */
    void roll() {
        if (file == null || active.bytes == SegmentFormat.HEADER_BYTES) {
            return;
        }
        sync();
        if (settings.sync() == Sync.INTERVAL) {
            forceQuietly();
        }
        close();
        try {
            begin();
        } catch (IOException e) {
            giveUp();
        }
    }

    private void begin() throws IOException {
        long first = settings.sync() == Sync.BATCH ? synced + 1 : last + 1;
        Path path = Segment.path(folder, first);
        // On a full disk nothing else may make room for it.
        index.freeBefore(first);
        Files.createDirectories(folder);
        Files.deleteIfExists(path);
        file = disk.open(path);
        file.write(SegmentFormat.header(first));
        active = new Segment(path, first, SegmentFormat.HEADER_BYTES);
        if (!unsynced.isEmpty()) {
            write(unsynced, unsyncedBytes, synced);
            active.bytes += unsyncedBytes;
        }
        if (settings.sync() != Sync.NONE) {
            syncFolder();
        }
        index.add(active);
    }

    private void syncFolder() throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    private void write(List<ByteBuffer> records, long bytes, long before) throws IOException {
        ByteBuffer target = bytes <= SCRATCH_BYTES ? scratch.clear() : null;
        long position = before;
        for (ByteBuffer record : records) {
            ByteBuffer to = target != null ? target
                    : ByteBuffer.allocate(SegmentFormat.RECORD_HEADER_BYTES + record.remaining());
            SegmentFormat.putRecord(to, ++position, record);
            if (target == null) {
                file.write(to.flip());
            }
        }
        if (target != null) {
            file.write(target.flip());
        }
    }

    private void keep(List<ByteBuffer> records, long bytes) {
        for (ByteBuffer record : records) {
            unsynced.add(ByteBuffer.allocate(record.remaining()).put(record.duplicate()).flip());
        }
        unsyncedBytes += bytes;
    }

    /** Makes everything safe, if the policy is to do so by batch; a failed force is made good in a new segment, once. */
    void sync() {
        if (settings.sync() != Sync.BATCH || synced == last) {
            return;
        }
        try {
            forceOrBegin();
        } catch (IOException first) {
            giveUp();
            try {
                forceOrBegin();
            } catch (IOException second) {
                giveUp();
                throw PenstockException.retry("spool.sync-failed",
                        "cannot sync " + folder + ": " + PenstockException.describe(second), second);
            }
        }
        synced = last;
        unsynced.clear();
        unsyncedBytes = 0;
        index.synced(synced);
    }

    private void forceOrBegin() throws IOException {
        if (file == null) {
            begin();
        }
        file.force();
    }

    /** For the interval policy: forces what is there; on an error the segment is given up. */
    void forceQuietly() {
        if (file == null) {
            return;
        }
        try {
            file.force();
            synced = last;
        } catch (IOException e) {
            giveUp();
        }
    }

    /** Makes everything as safe as can be, once more, and closes. */
    void finish() {
        try {
            sync();
            if (settings.sync() == Sync.INTERVAL) {
                forceQuietly();
            }
        } finally {
            close();
        }
    }

    private void giveUp() {
        if (file == null) {
            return;
        }
        try {
            if (active != null) {
                file.truncate(active.bytes);
            }
        } catch (IOException e) {
            // The tail stays; the next segment's first position says where this one's records end.
            active = null;
        }
        close();
    }

    private void close() {
        if (file == null) {
            return;
        }
        try {
            file.close();
        } catch (IOException e) {
            throw PenstockException.retry("spool.close-failed", "cannot close a segment of " + folder, e);
        } finally {
            file = null;
            active = null;
        }
    }
}
