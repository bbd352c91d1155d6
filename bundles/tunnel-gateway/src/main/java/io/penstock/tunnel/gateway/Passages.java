package io.penstock.tunnel.gateway;

import io.penstock.core.time.Clock;
import io.penstock.tunnel.gateway.audit.AuditLog;
import io.penstock.tunnel.gateway.audit.AuditRecord;
import io.penstock.tunnel.gateway.audit.EndReason;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;

/** Every stream that is, and the way into the audit log of every one that ends. Thread-safe. */
final class Passages {
    private final Clock clock;
    private final AuditLog audit;
    private final GatewayCounters counters;
    private final Map<Long, Passage> open = new ConcurrentHashMap<>();
    private final AtomicLong ids = new AtomicLong();
    private volatile Runnable whenNone = () -> { };

    Passages(Clock clock, AuditLog audit, GatewayCounters counters) {
        this.clock = clock;
        this.audit = audit;
        this.counters = counters;
    }

    Clock clock() {
        return clock;
    }

    /**
     * A new stream; it must be ended.
     *
     * @param ended called when it has
     */
    Passage begin(Passage.Origin origin, Passage.Wish wish, Runnable ended) {
        Passage passage = new Passage(this, ids.incrementAndGet(), origin, wish, ended);
        open.put(passage.id(), passage);
        counters.streams.increment();
        return passage;
    }

    void ended(Passage passage, AuditRecord record) {
        open.remove(passage.id());
        counters.ended.get(record.reason()).increment();
        counters.toTarget.add(record.toTarget());
        counters.toClient.add(record.toClient());
        audit.record(record);
        if (open.isEmpty()) {
            whenNone.run();
        }
    }

    Collection<Passage> all() {
        return open.values();
    }

    int count() {
        return open.size();
    }

    /** Ends streams from outside. */
    void revoke(Predicate<Passage> which, EndReason reason) {
        open.values().stream().filter(which).forEach(passage -> passage.revoke(reason));
    }

    /** What to do whenever the last one ends. */
    void whenNone(Runnable action) {
        whenNone = action;
    }
}
