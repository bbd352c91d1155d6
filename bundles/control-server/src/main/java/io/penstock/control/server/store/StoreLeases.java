package io.penstock.control.server.store;

import io.penstock.core.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;

/** Leases as rows. Whether one has run out is told by the clock that all servers share, where there is one. */
final class StoreLeases implements Leases {
    private final Writer writer;
    private final String holder;
    private final Clock clock;
    /** Until when, on our own monotonic clock, a lease is certainly ours. */
    private final Map<String, Long> held = new ConcurrentHashMap<>();

    StoreLeases(Writer writer, String holder, Clock clock) {
        this.writer = writer;
        this.holder = holder;
        this.clock = clock;
    }

    private record Lease(String holder, Instant until) {
    }

    String holder() {
        return holder;
    }

    @Override
    public boolean hold(String name, Duration time) {
        long now = clock.nanoTime();
        Long until = held.get(name);
        if (until != null && until - now >= time.toNanos() / 2) {
            return true;
        }
        try {
            boolean ours = writer.write(tx -> take((SessionTx) tx, name, time)).join();
            if (ours) {
                held.put(name, now + time.toNanos());
            } else {
                held.remove(name);
            }
            return ours;
        } catch (CompletionException e) {
            // What runs out is taken by another; we do not know, so it is not ours.
            held.remove(name);
            return false;
        }
    }

    private boolean take(SessionTx tx, String name, Duration time) {
        Instant now = tx.sharedNow();
        boolean others = tx.one("select holder, until from leases where name = ?",
                row -> new Lease(row.text("holder"), row.time("until")), name)
                .filter(lease -> !lease.holder().equals(holder) && lease.until().isAfter(now)).isPresent();
        return !others && tx.update("insert into leases (name, holder, epoch, until) values (?, ?, 1, ?)"
                + " on conflict (name) do update set holder = excluded.holder, until = excluded.until,"
                + " epoch = leases.epoch + 1 where leases.holder = excluded.holder or leases.until <= ?",
                name, holder, now.plus(time), now) == 1;
    }

    @Override
    public void release(String name) {
        if (held.remove(name) != null) {
            writer.write(tx -> tx.update("delete from leases where name = ? and holder = ?", name, holder));
        }
    }
}
