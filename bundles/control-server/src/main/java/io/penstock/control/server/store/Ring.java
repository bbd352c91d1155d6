package io.penstock.control.server.store;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;

/** The newest changes, in memory. Thread-safe. */
final class Ring {
    private static final int MAX_CHANGES = 10_000;

    private final ArrayDeque<Change> changes = new ArrayDeque<>();
    private long newest = -1;

    synchronized void start(long seq) {
        newest = seq;
    }

    synchronized boolean started() {
        return newest >= 0;
    }

    synchronized long newest() {
        return newest;
    }

    synchronized void add(List<Change> more) {
        for (Change change : more) {
            if (changes.size() == MAX_CHANGES) {
                changes.removeFirst();
            }
            changes.addLast(change);
            newest = change.seq();
        }
    }

    /** Empty when they reach further back than what is here. */
    synchronized Optional<List<Change>> since(long seq, int limit) {
        if (seq >= newest) {
            return Optional.of(List.of());
        }
        if (changes.isEmpty() || changes.peekFirst().seq() > seq + 1) {
            return Optional.empty();
        }
        return Optional.of(changes.stream().filter(change -> change.seq() > seq).limit(limit).toList());
    }
}
