package io.penstock.pipes.run;

import io.penstock.core.batch.Fate;
import io.penstock.pipes.state.Origin;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** The claim of one batch as an input emitted it. Thread-safe as {@link Claim} is; the fields that change belong to the tracker. */
final class OriginClaim extends Claim {
    private final PartitionTracker tracker;
    private final PartitionTracker.Partition partition;
    private final Origin origin;
    private final Optional<CompletableFuture<Fate>> asker;
    boolean done;
    OriginClaim previous;
    OriginClaim next;

    OriginClaim(PartitionTracker tracker, PartitionTracker.Partition partition, Origin origin,
                Optional<CompletableFuture<Fate>> asker) {
        this.tracker = tracker;
        this.partition = partition;
        this.origin = origin;
        this.asker = asker;
    }

    @Override
    Origin origin() {
        return origin;
    }

    /** Who waits for the batch's fate. */
    Optional<CompletableFuture<Fate>> asker() {
        return asker;
    }

    @Override
    void settled(Fate worst) {
        tracker.settled(this, partition, worst);
        asker.ifPresent(fate -> fate.complete(worst));
    }
}
