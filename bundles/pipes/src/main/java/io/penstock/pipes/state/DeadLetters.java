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
import java.util.Locale;
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
    private static final String SUFFIX = ".letters";

    private final Path folder;
    private final long maxBytes;
    private final Clock clock;
    private final TreeMap<Long, Long> segments = new TreeMap<>();
    private RecordFile current;
    private RemovedLetters removed;
    private long nextId = 1;
    private long held;
    private long lost;
    private boolean dirty;

    private DeadLetters(Path folder, long maxBytes, Clock clock) {
        this.folder = folder;
        this.maxBytes = maxBytes;
        this.clock = clock;
    }

    /** Opens or makes the store in a folder. */
    public static DeadLetters open(Path folder, long maxBytes, Clock clock) {
        DeadLetters letters = new DeadLetters(folder, maxBytes, clock);
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
            files.filter(file -> file.getFileName().toString().endsWith(SUFFIX)).forEach(file ->
                    segments.put(Long.parseLong(file.getFileName().toString().replace(SUFFIX, "")), 0L));
        }
        Set<Long> stillThere = new HashSet<>();
        for (long first : List.copyOf(segments.keySet())) {
            RecordFile.read(file(first), bytes -> count(LetterCodec.decode(bytes), stillThere));
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
        return folder.resolve(String.format(Locale.ROOT, "%016d", first) + SUFFIX);
    }

    @Override
    public synchronized void add(String node, String reason, Event event) {
        try {
            byte[] payload = LetterCodec.encode(new DeadLetter(nextId, clock.now(), node, reason, event));
            makeRoom(payload.length + RecordFile.HEADER_BYTES);
            current.append(payload);
            segments.put(segments.lastKey(), current.size());
            nextId++;
            held++;
            dirty = true;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot keep a dead letter: " + PenstockException.describe(e), e);
        }
    }

    private void makeRoom(long bytes) throws IOException {
        if (current == null || current.size() > 0 && current.size() + bytes > maxBytes / SEGMENTS) {
            closeCurrent();
            current = RecordFile.open(file(nextId), record -> { });
            segments.put(nextId, current.size());
        }
        while (segments.size() > 1 && bytes() + bytes > maxBytes) {
            dropOldest();
        }
    }

    private void dropOldest() throws IOException {
        long first = segments.firstKey();
        RecordFile.read(file(first), record -> {
            if (!removed.forget(LetterCodec.decode(record).id())) {
                lost++;
                held--;
            }
        });
        Files.deleteIfExists(file(first));
        segments.remove(first);
    }

    private void closeCurrent() throws IOException {
        if (current != null) {
            current.sync();
            dirty = false;
            RecordFile full = current;
            current = null;
            full.close();
        }
    }

    @Override
    public synchronized void sync() {
        if (!dirty) {
            return;
        }
        try {
            current.sync();
            dirty = false;
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
                RecordFile.read(file(first), bytes -> {
                    DeadLetter letter = LetterCodec.decode(bytes);
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
            closeCurrent();
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
        try (RemovedLetters notes = removed; RecordFile letters = current) {
            closeCurrent();
        } catch (IOException e) {
            throw PenstockException.retry("pipes.dead-letters", PenstockException.describe(e), e);
        }
    }
}
