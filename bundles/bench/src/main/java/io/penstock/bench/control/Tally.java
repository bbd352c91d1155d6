package io.penstock.bench.control;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;

/** What all agents together have seen. Thread-safe. */
final class Tally {
    /** Tenths of a millisecond up to twenty seconds. */
    private static final int BUCKETS = 200_000;
    private static final long NANOS = 100_000;

    final AtomicInteger connected = new AtomicInteger();
    final AtomicInteger enrolled = new AtomicInteger();
    final AtomicInteger lost = new AtomicInteger();
    final AtomicLong syncs = new AtomicLong();
    final AtomicLong applied = new AtomicLong();
    final AtomicLong failed = new AtomicLong();
    private final Map<String, AtomicInteger> refusals = new ConcurrentSkipListMap<>();
    private final AtomicLongArray times = new AtomicLongArray(BUCKETS);

    void sync(long nanos) {
        syncs.incrementAndGet();
        times.incrementAndGet((int) Math.min(BUCKETS - 1, nanos / NANOS));
    }

    void refusal(String what) {
        refusals.computeIfAbsent(what, key -> new AtomicInteger()).incrementAndGet();
    }

    /** Starts measuring anew; what is connected and enrolled stays. */
    void forget() {
        syncs.set(0);
        refusals.clear();
        for (int i = 0; i < BUCKETS; i++) {
            times.set(i, 0);
        }
    }

    private double quantile(double share) {
        long all = 0;
        for (int i = 0; i < BUCKETS; i++) {
            all += times.get(i);
        }
        long seen = 0;
        for (int i = 0; i < BUCKETS; i++) {
            seen += times.get(i);
            if (all > 0 && seen >= Math.ceil(all * share)) {
                return i / 10.0;
            }
        }
        return 0;
    }

    String line() {
        return String.format(java.util.Locale.ROOT, "connected %d, enrolled %d, syncs %d, p50 %.1f ms, p99 %.1f ms, most %.1f ms, applied %d, failed %d, cut %d, refused %s",
                connected.get(), enrolled.get(), syncs.get(), quantile(0.5), quantile(0.99), quantile(1), applied.get(), failed.get(), lost.get(),
                new TreeMap<>(refusals));
    }
}
