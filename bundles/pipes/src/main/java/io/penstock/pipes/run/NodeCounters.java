package io.penstock.pipes.run;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

/**
 * What a node has done since its pipe was last started or rebuilt. {@code in = out + filtered + dropped + dead-lettered + in flight}
 * holds at rest, in events that came in. Thread-safe; added to once per batch.
 */
final class NodeCounters {
    /** Different reasons of drops that are told apart. */
    static final int MAX_REASONS = 16;

    final LongAdder in = new LongAdder();
    final LongAdder out = new LongAdder();
    final LongAdder filtered = new LongAdder();
    final LongAdder dropped = new LongAdder();
    final LongAdder deadLettered = new LongAdder();
    final LongAdder inFlight = new LongAdder();
    final LongAdder emitted = new LongAdder();
    final LongAdder errors = new LongAdder();
    final LongAdder retries = new LongAdder();
    final LongAdder bufferedBytes = new LongAdder();
    final LongAdder acknowledgements = new LongAdder();
    final LongAdder acknowledgeNanos = new LongAdder();
    volatile LongSupplier diskBytes = () -> 0;
    private final Map<String, LongAdder> reasons = new ConcurrentHashMap<>();

    void drop(String reason, long count) {
        dropped.add(count);
        String kept = reasons.containsKey(reason) || reasons.size() < MAX_REASONS ? reason : "other";
        reasons.computeIfAbsent(kept, key -> new LongAdder()).add(count);
    }

    Map<String, Long> reasons() {
        Map<String, Long> counts = new TreeMap<>();
        reasons.forEach((reason, count) -> counts.put(reason, count.sum()));
        return counts;
    }
}
