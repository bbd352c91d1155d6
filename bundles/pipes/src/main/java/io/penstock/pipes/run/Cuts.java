package io.penstock.pipes.run;

import java.util.Map;
import java.util.NavigableSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;

/** Where an input must end its batches, as outputs remember them from before a crash. Thread-safe. */
final class Cuts {
    private final Map<String, NavigableSet<Long>> offsets = new ConcurrentHashMap<>();

    void add(String partition, long offset) {
        offsets.computeIfAbsent(partition, key -> new ConcurrentSkipListSet<>()).add(offset);
    }

    long next(String partition, long offset) {
        NavigableSet<Long> cuts = offsets.get(partition);
        if (cuts == null) {
            return Long.MAX_VALUE;
        }
        Long next = cuts.higher(offset);
        return next == null ? Long.MAX_VALUE : next;
    }

    void forget(String partition) {
        offsets.remove(partition);
    }
}
