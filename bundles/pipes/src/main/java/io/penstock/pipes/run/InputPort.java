package io.penstock.pipes.run;

import io.penstock.core.event.Event;
import io.penstock.pipes.state.Origin;
import java.util.List;
import java.util.function.Supplier;

/** Where one input meets its pipe: room, claims, counters, health. Thread-safe. */
final class InputPort {
    private final String id;
    private final int index;
    private final PipeThread pipe;
    private final PartitionTracker tracker;
    private final Cuts cuts;
    private final NodeCounters counters;
    private final NodeHealth health;

    InputPort(String id, int index, PipeThread pipe, PartitionTracker tracker, Cuts cuts, NodeCounters counters,
              PipeEvents events) {
        this.id = id;
        this.index = index;
        this.pipe = pipe;
        this.tracker = tracker;
        this.cuts = cuts;
        this.counters = counters;
        this.health = new NodeHealth(events, id);
    }

    /** Waits for room for a batch. */
    long admit(List<? extends Event> batch) throws InterruptedException {
        long bytes = Chunk.sizeOf(batch);
        pipe.admit(bytes);
        return bytes;
    }

    /** Takes a copy of a batch for which there is room: the input may use its list again. Claim and queueing happen in one order, under the inbox's own lock. */
    void hand(List<? extends Event> batch, long bytes, Supplier<OriginClaim> claim) {
        try {
            pipe.offer(id, index, List.copyOf(batch), bytes, claim);
        } catch (RuntimeException e) {
            pipe.refuse(bytes);
            throw e;
        }
        counters.in.add(batch.size());
        counters.out.add(batch.size());
        counters.emitted.add(batch.size());
    }

    void forget(String partition) {
        pipe.forget(new Origin.Source(id, partition), () -> tracker.forget(partition));
    }

    PartitionTracker tracker() {
        return tracker;
    }

    Cuts cuts() {
        return cuts;
    }

    NodeCounters counters() {
        return counters;
    }

    String id() {
        return id;
    }

    void degraded(String reason) {
        health.degraded(reason);
    }

    void healthy() {
        health.healthy();
    }
}
