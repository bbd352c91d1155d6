package io.penstock.plugin.transform.flow;

import io.penstock.core.event.Event;
import io.penstock.core.plugin.Outlet;
import io.penstock.core.plugin.Transform;
import io.penstock.core.time.Clock;
import io.penstock.plugin.transform.value.EventKey;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;

/** Remembers keys in the order they were first seen, which is also the order they expire in. One thread. */
final class Deduplicator implements Transform {
    private final EventKey key;
    private final long ttlNanos;
    private final int maxKeys;
    private final Clock clock;
    private final LinkedHashMap<Object, Long> expiry = new LinkedHashMap<>();

    Deduplicator(EventKey key, Duration ttl, int maxKeys, Clock clock) {
        this.key = key;
        this.ttlNanos = ttl.toNanos();
        this.maxKeys = maxKeys;
        this.clock = clock;
    }

    @Override
    public void apply(Event event, Outlet out) {
        long now = clock.nanoTime();
        forgetExpired(now);
        if (expiry.putIfAbsent(key.of(event), now + ttlNanos) != null) {
            out.drop("duplicate");
            return;
        }
        if (expiry.size() > maxKeys) {
            expiry.remove(expiry.keySet().iterator().next());
        }
        out.emit(event);
    }

    private void forgetExpired(long now) {
        Iterator<Long> oldest = expiry.values().iterator();
        while (oldest.hasNext() && oldest.next() - now <= 0) {
            oldest.remove();
        }
    }
}
