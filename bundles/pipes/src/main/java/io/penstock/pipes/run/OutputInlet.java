package io.penstock.pipes.run;

import io.penstock.core.event.Event;
import java.util.List;
import java.util.Optional;

/** Where the pipe thread leaves an output's share of a batch. Pipe thread only, but for the queue behind it. */
final class OutputInlet {
    private final String id;
    private final Gathering inlet = new Gathering();
    private final OutputQueue queue;
    private final ByteBudget budget;
    private final NodeCounters counters;

    OutputInlet(String id, OutputQueue queue, ByteBudget budget, NodeCounters counters) {
        this.id = id;
        this.queue = queue;
        this.budget = budget;
        this.counters = counters;
    }

    String id() {
        return id;
    }

    Gathering inlet() {
        return inlet;
    }

    OutputQueue queue() {
        return queue;
    }

    /** Hands the output its share of the batch; a mere sign of it where the output asks for that. */
    void flush(Unit unit) {
        if (inlet.isEmpty() && !(queue.wantsSigns() && unit.claim().isPresent())) {
            return;
        }
        List<Event> events = inlet.take();
        long bytes = events == unit.events() && unit.bytes() > 0 ? unit.bytes() : Chunk.sizeOf(events);
        counters.in.add(events.size());
        counters.inFlight.add(events.size());
        counters.bufferedBytes.add(bytes);
        budget.force(bytes);
        Claim claim = unit.claim().orElse(Unowed.CLAIM);
        claim.retain();
        queue.put(claim, events, bytes);
    }

    /** The claim of events nobody is owed for. */
    private static final class Unowed extends Claim {
        private static final Claim CLAIM = new Unowed();

        @Override
        void settled(io.penstock.core.batch.Fate fate) {
            throw new IllegalStateException("the maker's share is never given back");
        }
    }
}
