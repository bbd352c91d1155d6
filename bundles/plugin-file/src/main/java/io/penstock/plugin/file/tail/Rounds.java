package io.penstock.plugin.file.tail;

import io.penstock.core.concurrent.StopSignal;
import io.penstock.core.error.PenstockException;
import io.penstock.core.plugin.InputFeed;
import io.penstock.core.time.Clock;
import io.penstock.plugin.file.tail.FileReader.Outcome;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One round looks for files when that is due, and reads a little of each that has something new, in turn. A file that
 * cannot be read degrades the input and is tried again in the next round. One thread.
 */
final class Rounds implements AutoCloseable {
    /** How many stretches of a file are read before it is the next one's turn. */
    private static final int CHUNKS_IN_TURN = 4;
    private static final long SHORTEST_SCAN_NANOS = Duration.ofMillis(10).toNanos();
    private static final long SAVE_NANOS = Duration.ofSeconds(5).toNanos();
    private static final long LONGEST_SCAN_NANOS = Duration.ofSeconds(1).toNanos();
    /** The next look for files is so many times as far away as the last one took, up to a second. */
    private static final int SCAN_SHARE = 10;
    private static final Logger LOG = LoggerFactory.getLogger(Rounds.class);

    private final FileInputOptions options;
    private final Clock clock;
    private final InputFeed feed;
    private final StopSignal stop;
    private final FileReader reader;
    private final Identities identities;
    private final OpenFiles open;
    private final TailedFiles files;
    private final Troubles troubles = new Troubles();
    private long nextScanNanos;
    private long nextSaveNanos;

    Rounds(FileInputOptions options, Clock clock, InputFeed feed, Path dataFolder, StopSignal stop) throws IOException {
        this.options = options;
        this.clock = clock;
        this.feed = feed;
        this.stop = stop;
        this.reader = new FileReader(options, clock);
        this.identities = Identities.load(dataFolder.resolve("files"));
        this.open = new OpenFiles(options.maxOpenFiles());
        this.files = new TailedFiles(options, clock, feed, identities, troubles, open);
        this.nextScanNanos = clock.nanoTime();
        this.nextSaveNanos = nextScanNanos + SAVE_NANOS;
    }

    /** Returns whether there is more to read at once. */
    boolean next() throws IOException, InterruptedException {
        scanWhenDue();
        identities.saveNew();
        boolean more = false;
        for (TailedFile file : files.all()) {
            if (stop.stopped()) {
                return false;
            }
            more |= turn(file);
        }
        troubles.report(feed);
        saveWhenDue();
        return more;
    }

    /** All is read and no more is expected: fails when something could not be read. */
    void complete() {
        if (!troubles.isEmpty()) {
            throw PenstockException.invalid("file.unreadable", troubles.toString());
        }
    }

    private void scanWhenDue() throws IOException, InterruptedException {
        long start = clock.nanoTime();
        if (start - nextScanNanos >= 0) {
            files.scan();
            long now = clock.nanoTime();
            nextScanNanos = now + Math.min(LONGEST_SCAN_NANOS, Math.max(SHORTEST_SCAN_NANOS, (now - start) * SCAN_SHARE));
        }
    }

    private void saveWhenDue() throws IOException {
        if (clock.nanoTime() - nextSaveNanos >= 0) {
            files.remember();
            identities.save();
            nextSaveNanos = clock.nanoTime() + SAVE_NANOS;
        }
    }

    private boolean turn(TailedFile file) throws IOException, InterruptedException {
        try {
            if (file.isGone() && !open.has(file)) {
                files.retire(file);
                return false;
            }
            boolean over = file.isLeaving() && file.quietNanos(clock.nanoTime()) >= options.rotatedWait().toNanos();
            boolean ready = file.isGone() || !file.isAtEnd() || reader.isDue(file);
            return (ready || over) && read(file, over);
        } catch (NoSuchFileException e) {
            open.close(file);
        } catch (IOException e) {
            open.close(file);
            troubles.add(file.path(), FileInput.unlessInterrupted(e));
        }
        return false;
    }

    private boolean read(TailedFile file, boolean over) throws IOException, InterruptedException {
        Outcome outcome = Outcome.MORE;
        for (int i = 0; i < CHUNKS_IN_TURN && outcome == Outcome.MORE && !stop.stopped(); i++) {
            outcome = reader.read(file, open.open(file), feed, over || !options.follow());
        }
        if (outcome == Outcome.REPLACED) {
            files.replace(file);
        } else if (outcome == Outcome.END && over) {
            files.retire(file);
        }
        return outcome != Outcome.END;
    }

    @Override
    public void close() {
        open.close();
        try {
            files.remember();
            identities.save();
        } catch (IOException e) {
            LOG.warn("what was learnt of files in the last seconds is not saved: {}", PenstockException.describe(e));
        }
    }
}
