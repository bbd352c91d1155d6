package io.penstock.control.server.http;

import io.penstock.core.time.Clock;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.DoubleSupplier;

/**
 * So many a second for each key, with a burst: the generic cell rate algorithm, one number a key. Keys that have rested are
 * forgotten. Thread-safe.
 */
final class Throttle {
    private static final int MAX_KEYS = 50_000;
    private static final double SECOND_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Clock clock;
    private final DoubleSupplier perSecond;
    private final double burstSeconds;
    /** When each key's bucket is full again, on the clock's count. */
    private final Map<String, AtomicLong> fullAt = new ConcurrentHashMap<>();

    /**
     * @param perSecond asked every time: may change
     * @param burstSeconds as many as come in so long may come at once; at least one
     */
    Throttle(Clock clock, DoubleSupplier perSecond, double burstSeconds) {
        this.clock = clock;
        this.perSecond = perSecond;
        this.burstSeconds = burstSeconds;
    }

    /** Takes one. @return whole seconds to wait, 0: it may go */
    int take(String key) {
        long now = clock.nanoTime();
        if (fullAt.size() >= MAX_KEYS) {
            forgetRested(now);
        }
        double rate = perSecond.getAsDouble();
        long each = (long) (SECOND_NANOS / rate);
        long most = Math.max((long) (burstSeconds * SECOND_NANOS), each);
        AtomicLong bucket = fullAt.computeIfAbsent(key, fresh -> new AtomicLong(now));
        while (true) {
            long before = bucket.get();
            long after = Math.max(before, now) + each;
            if (after - now > most) {
                return (int) Math.ceil((after - now - most) / SECOND_NANOS);
            }
            if (bucket.compareAndSet(before, after)) {
                return 0;
            }
        }
    }

    private void forgetRested(long now) {
        fullAt.values().removeIf(bucket -> bucket.get() <= now);
        if (fullAt.size() >= MAX_KEYS) {
            fullAt.clear();
        }
    }
}
