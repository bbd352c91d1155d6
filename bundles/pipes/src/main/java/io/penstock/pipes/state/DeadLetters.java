package io.penstock.pipes.state;

import io.penstock.core.error.PenstockException;
import io.penstock.core.event.Event;
import io.penstock.core.time.Clock;
import io.penstock.pipes.api.DeadLetter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * A pipe's dead letters on disk, in segments. When they are full the oldest segment goes, and what went is counted.
 * Thread-safe: everything under its own lock, which is held over I/O; dead letters are rare.
 */
public final class DeadLetters implements DeadLetterSink, AutoCloseable {
    private static final int SEGMENTS = 8;

    private final Path folder;
    private final long maxBytes;
    private final Clock clock;
    private final TreeMap<Long, Long> segments = new TreeMap<>();
    private final LetterWriter writer;
    private RemovedLetters removed;
    private long nextId = 1;
    private long held;
    private long lost;

    private DeadLetters(Path folder, long maxBytes, Clock clock, LetterWriter.Force force) {
        this.folder = folder;
        this.maxBytes = maxBytes;
        this.clock = clock;
        this.writer = new LetterWriter(folder, segments, force);
    }

    /** Opens or makes the store in a folder. */
    public static DeadLetters open(Path folder, long maxBytes, Clock clock) {
        return open(folder, maxBytes, clock, RecordFile::sync);
    }

    static DeadLetters open(Path folder, long maxBytes, Clock clock, LetterWriter.Force force) {
        DeadLetters letters = new DeadLetters(folder, maxBytes, clock, force);
        try {
            Files.createDirectories(folder);
            letters.load();
            return letters;
        } catch (IOException e) {
            throw PenstockException.retry("pipes.dead-letters", PenstockException.describe(e), e);
        }
    }

    private void load() throws IOException {
        removed = new RemovedLetters(folder);
        try (var files = Files.list(folder)) {
            files.filter(file -> file.getFileName().toString().endsWith(LetterWriter.SUFFIX)).forEach(file ->
                    segments.put(Long.parseLong(file.getFileName().toString().replace(LetterWriter.SUFFIX, "")), 0L));
        }
        Set<Long> stillThere = new HashSet<>();
        for (long first : List.copyOf(segments.keySet())) {
            read(first, letter -> count(letter, stillThere));
            segments.put(first, Files.size(file(first)));
        }
        removed.retain(stillThere);
    }

    private void count(DeadLetter letter, Set<Long> stillThere) {
        nextId = Math.max(nextId, letter.id() + 1);
        if (removed.contains(letter.id())) {
            stillThere.add(letter.id());
        } else {
            held++;
        }
    }

    private Path file(long first) {
        return LetterWriter.file(folder, first);
    }

    /** A segment whose sync failed may still hold letters that were written again to the next one. */
    private void read(long first, Consumer<DeadLetter> viewer) throws IOException {
        Long next = segments.higherKey(first);
        RecordFile.read(file(first), bytes -> {
            DeadLetter letter = LetterCodec.decode(bytes);
            if (next == null || letter.id() < next) {
                viewer.accept(letter);
            }
        });
    }

    @Override
    public synchronized void add(String node, String reason, Event event) {
        try {
            byte[] payload = LetterCodec.encode(new DeadLetter(nextId, clock.now(), node, reason, event));
            makeRoom(payload.length + RecordFile.HEADER_BYTES);
            writer.append(payload);
            nextId++;
            held++;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot keep a dead letter: " + PenstockException.describe(e), e);
        }
    }

    private void makeRoom(long bytes) throws IOException {
        if (writer.size() > 0 && writer.size() + bytes > maxBytes / SEGMENTS) {
            writer.close(nextId);
        }
        writer.begin(nextId);
        while (segments.size() > 1 && bytes() + bytes > maxBytes) {
            dropOldest();
        }
    }

    private void dropOldest() throws IOException {
        long first = segments.firstKey();
        read(first, letter -> {
            if (!removed.forget(letter.id())) {
                lost++;
                held--;
            }
        });
        Files.deleteIfExists(file(first));
        segments.remove(first);
    }

    @Override
    public synchronized void sync() {
        try {
            writer.sync(nextId);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot sync the dead letters: " + PenstockException.describe(e), e);
        }
    }

    /** Shows the letters that match, oldest first, at most so many. */
    public List<DeadLetter> list(Predicate<DeadLetter> wanted, int limit) {
        List<DeadLetter> found = new ArrayList<>();
        forEach(letter -> {
            if (found.size() < limit && wanted.test(letter)) {
                found.add(letter);
            }
        });
        return found;
    }

    private synchronized void forEach(Consumer<DeadLetter> viewer) {
        try {
            for (long first : segments.keySet()) {
                read(first, letter -> {
                    if (!removed.contains(letter.id())) {
                        viewer.accept(letter);
                    }
                });
            }
        } catch (IOException e) {
            throw PenstockException.retry("pipes.dead-letters", PenstockException.describe(e), e);
        }
    }

    /** Whether a letter is there. */
    public synchronized boolean holds(long id) {
        return !segments.isEmpty() && id >= segments.firstKey() && id < nextId && !removed.contains(id);
    }

    /** Takes a letter out for good; nothing happens when it is not there. */
    public synchronized void remove(long id) {
        if (holds(id) && removed.add(id)) {
            held--;
        }
    }

    /** Takes all letters out for good; gives how many. */
    public synchronized long purge() {
        long count = held;
        try {
            writer.discard();
            for (long first : List.copyOf(segments.keySet())) {
                Files.deleteIfExists(file(first));
                segments.remove(first);
            }
            held = 0;
            removed.retain(Set.of());
            return count;
        } catch (IOException e) {
            throw PenstockException.retry("pipes.dead-letters", PenstockException.describe(e), e);
        }
    }

    /** How many letters there are. */
    public synchronized long held() {
        return held;
    }

    /** How many letters went because there were too many, since the store was opened. */
    public synchronized long lost() {
        return lost;
    }

    /** Bytes on disk. */
    public synchronized long bytes() {
        return segments.values().stream().mapToLong(Long::longValue).sum();
    }

    @Override
    public synchronized void close() {
        try (RemovedLetters notes = removed) {
            writer.close(nextId);
        } catch (IOException e) {
            throw PenstockException.retry("pipes.dead-letters", PenstockException.describe(e), e);
        }
    }
}
