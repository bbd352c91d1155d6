package io.penstock.spool;

import io.penstock.core.concurrent.Workers;
import io.penstock.core.error.ErrorKind;
import io.penstock.core.error.PenstockException;
import io.penstock.spool.api.Spool;
import io.penstock.spool.api.SpoolReader;
import io.penstock.spool.api.SpoolSettings;
import io.penstock.spool.api.SpoolSettings.Sync;
import io.penstock.spool.api.SpoolSettings.WhenFull;
import io.penstock.spool.api.SpoolStats;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The spool: a row of segments, a lock that serialises writers, an index that everybody asks. Thread-safe. The writing
 * lock is the one lock held during I/O: it is what makes the file have one owner.
 */
public final class SegmentedSpool implements Spool {
    private static final Duration CLOSE_DEADLINE = Duration.ofSeconds(5);

    private final Path folder;
    private final SpoolSettings settings;
    private final SegmentIndex index;
    private final SegmentAppender appender;
    private final FolderLock folderLock;
    private final long cutBytes;
    private final ReentrantLock writing = new ReentrantLock();
    private final Set<String> open = new HashSet<>();
    private final ScheduledExecutorService syncTimer;

    private SegmentedSpool(Path folder, SpoolSettings settings, Disk disk, FolderLock folderLock) throws IOException {
        this.folder = folder;
        this.settings = settings;
        this.folderLock = folderLock;
        this.index = new SegmentIndex(settings.maxBytes().bytes());
        SpoolRecovery recovery = SpoolRecovery.of(folder);
        recovery.into(index);
        this.cutBytes = recovery.cutBytes();
        this.appender = new SegmentAppender(folder, settings, index, disk);
        this.syncTimer = settings.sync() == Sync.INTERVAL ? startTimer() : null;
    }

    /** See {@link Spool#open}. */
    public static SegmentedSpool open(Path folder, SpoolSettings settings) {
        return open(folder, settings, Disk.REAL);
    }

    static SegmentedSpool open(Path folder, SpoolSettings settings, Disk disk) {
        FolderLock lock = null;
        try {
            lock = FolderLock.take(Files.createDirectories(folder));
            return new SegmentedSpool(folder, settings, disk, lock);
        } catch (IOException e) {
            if (lock != null) {
                lock.close();
            }
            throw PenstockException.retry("spool.unavailable",
                    "cannot open the spool in " + folder + ": " + PenstockException.describe(e), e);
        } catch (RuntimeException e) {
            if (lock != null) {
                lock.close();
            }
            throw e;
        }
    }

    private ScheduledExecutorService startTimer() {
        ScheduledExecutorService timer = Workers.timer("spool-sync");
        long nanos = settings.syncInterval().toNanos();
        timer.scheduleWithFixedDelay(this::forceByTimer, nanos, nanos, TimeUnit.NANOSECONDS);
        return timer;
    }

    private void forceByTimer() {
        writing.lock();
        try {
            appender.forceQuietly();
        } finally {
            writing.unlock();
        }
    }

    @Override
    public OptionalLong append(List<ByteBuffer> records) throws InterruptedException {
        long bytes = 0;
        for (ByteBuffer record : records) {
            bytes += SegmentFormat.RECORD_HEADER_BYTES + record.remaining();
        }
        refuseLarge(records, bytes);
        while (makeRoom(bytes, records.size())) {
            writing.lockInterruptibly();
            try {
                if (index.hasRoom(bytes)) {
                    appender.append(records, bytes);
                    return OptionalLong.of(index.last());
                }
            } finally {
                writing.unlock();
            }
        }
        return OptionalLong.empty();
    }

    private void refuseLarge(List<ByteBuffer> records, long bytes) {
        boolean tooLarge = records.stream().anyMatch(record -> record.remaining() > MAX_RECORD_BYTES);
        if (tooLarge || bytes > settings.maxBytes().bytes() / 2) {
            throw PenstockException.invalid("spool.record-too-large", "a write of " + bytes
                    + " bytes does not fit: a record may have " + MAX_RECORD_BYTES + " bytes, and a write half of "
                    + settings.maxBytes());
        }
    }

    /** Does what the policy says until there is room; false when the newest are to be dropped. */
    private boolean makeRoom(long bytes, int records) throws InterruptedException {
        while (!index.hasRoom(bytes)) {
            rollActive();
            if (index.hasRoom(bytes)) {
                return true;
            }
            if (settings.whenFull() == WhenFull.DROP_NEWEST) {
                index.countDropped(records);
                return false;
            }
            if (settings.whenFull() == WhenFull.BLOCK || !index.dropOldest()) {
                index.awaitRoom(bytes);
            }
        }
        return true;
    }

    private void rollActive() {
        writing.lock();
        try {
            appender.roll();
        } finally {
            writing.unlock();
        }
        index.free();
    }

    @Override
    public void sync() {
        writing.lock();
        try {
            if (!index.isClosed()) {
                appender.sync();
            }
        } finally {
            writing.unlock();
        }
    }

    @Override
    public SpoolReader reader(String name) {
        synchronized (open) {
            if (!open.add(name)) {
                throw new PenstockException(ErrorKind.CONFLICT, "spool.reader-open",
                        "the reader \"" + name + "\" of " + folder + " is open already");
            }
        }
        try {
            return new SegmentedReader(index, index.position(name, SpoolRecovery.readerFile(folder, name)),
                    () -> closed(name));
        } catch (IOException e) {
            closed(name);
            throw PenstockException.retry("spool.unavailable", "cannot keep a position in " + folder, e);
        }
    }

    private void closed(String name) {
        synchronized (open) {
            open.remove(name);
        }
    }

    @Override
    public void forget(String name) {
        try {
            index.forget(name);
            Files.deleteIfExists(SpoolRecovery.readerFile(folder, name));
        } catch (IOException e) {
            throw PenstockException.retry("spool.unavailable", "cannot forget a reader of " + folder, e);
        }
    }

    @Override
    public SpoolStats stats() {
        return index.stats(cutBytes);
    }

    @Override
    public void close() {
        if (syncTimer != null) {
            Workers.stop(syncTimer, CLOSE_DEADLINE);
        }
        writing.lock();
        try {
            if (index.isClosed()) {
                return;
            }
            index.close();
            appender.finish();
        } catch (IOException e) {
            throw PenstockException.retry("spool.close-failed", "cannot close " + folder, e);
        } finally {
            writing.unlock();
            folderLock.close();
        }
    }
}
