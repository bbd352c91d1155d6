package io.penstock.pipes.run;

import io.penstock.core.batch.Fate;
import io.penstock.core.event.Event;
import io.penstock.core.plugin.Outlet;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * Emissions that stand for held events. What an event does is first staged, so that it can be taken back. Pipe thread
 * only.
 */
final class Merging {
    private final NodeCounters counters;
    private final List<Event> staged = new ArrayList<>();
    private final List<HeldEvent> stagedEmits = new ArrayList<>();
    private final List<HeldEvent> stagedReleases = new ArrayList<>();
    private List<Event> events = new ArrayList<>();
    private List<Claim> claims = new ArrayList<>();

    Merging(NodeCounters counters) {
        this.counters = counters;
    }

    void emit(Event event, Collection<Outlet.Hold> holds) {
        staged.add(event);
        for (Outlet.Hold hold : holds) {
            stagedEmits.add((HeldEvent) hold);
        }
    }

    void release(HeldEvent held) {
        stagedReleases.add(held);
    }

    void commit() {
        if (staged.isEmpty() && stagedReleases.isEmpty()) {
            return;
        }
        counters.emitted.add(staged.size());
        events.addAll(staged);
        for (HeldEvent held : stagedEmits) {
            held.use(true).ifPresent(claims::add);
        }
        for (HeldEvent held : stagedReleases) {
            held.use(false).ifPresent(claim -> claim.release(Fate.DONE));
        }
        rollback();
    }

    void rollback() {
        staged.clear();
        stagedEmits.clear();
        stagedReleases.clear();
    }

    Optional<Unit> take(Fanout start) {
        if (events.isEmpty()) {
            return Optional.empty();
        }
        Unit unit = new Unit(Optional.of(new MergedClaim(claims)), start, events, 0);
        events = new ArrayList<>();
        claims = new ArrayList<>();
        return Optional.of(unit);
    }
}
