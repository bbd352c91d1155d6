package io.penstock.pipes.run;

import io.penstock.core.batch.Fate;
import io.penstock.core.error.ErrorKind;
import io.penstock.core.error.PenstockException;
import io.penstock.pipes.state.Origin;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/**
 * How far an input has been acknowledged, per partition: the checkpoint moves over settled batches, never over a hole.
 * Thread-safe: everything under its own lock, held for a few instructions.
 */
final class PartitionTracker {
    /** Partitions one input may have. */
    static final int MAX_PARTITIONS = 100_000;

    private final String input;
    private final Runnable moved;
    private final Map<String, Partition> partitions = new HashMap<>();
    private final Set<CompletableFuture<Fate>> asked = ConcurrentHashMap.newKeySet();
    private long open;

    /** @param moved called, under no lock, whenever a checkpoint has moved */
    PartitionTracker(String input, Map<String, Long> checkpoints, Runnable moved) {
        this.input = input;
        this.moved = moved;
        checkpoints.forEach((name, offset) -> partitions.put(name, new Partition(offset)));
    }

    /**
     * A claim for a batch that ends at {@code to}; to be called in the partition's order.
     *
     * @param asker learns the batch's fate, should anybody wait for it
     */
    synchronized OriginClaim claim(String name, long to, Optional<CompletableFuture<Fate>> asker) {
        Partition partition = partitions.get(name);
        if (partition == null) {
            partition = newPartition(name);
        }
        if (to < partition.emitted) {
            throw new PenstockException(ErrorKind.BUG, "pipes.position-backwards", "input \"" + input
                    + "\" emitted offset " + to + " of partition \"" + name + "\" after " + partition.emitted);
        }
        OriginClaim claim = new OriginClaim(this, partition, new Origin(input, name, to), asker);
        asker.ifPresent(asked::add);
        partition.emitted = to;
        partition.append(claim);
        open++;
        return claim;
    }

    private Partition newPartition(String name) {
        if (partitions.size() >= MAX_PARTITIONS) {
            throw PenstockException.invalid("pipes.partitions",
                    "input \"" + input + "\" has more than " + MAX_PARTITIONS + " partitions");
        }
        Partition partition = new Partition(-1);
        partitions.put(name, partition);
        return partition;
    }

    /** A claim for a batch that cannot be read again. */
    synchronized OriginClaim claim(Optional<CompletableFuture<Fate>> asker) {
        open++;
        asker.ifPresent(asked::add);
        return new OriginClaim(this, null, Origin.NONE, asker);
    }

    void settled(OriginClaim claim, Partition partition, Fate fate) {
        claim.asker().ifPresent(asked::remove);
        if (settle(claim, partition, fate)) {
            moved.run();
        }
    }

    private synchronized boolean settle(OriginClaim claim, Partition partition, Fate fate) {
        open--;
        if (partition == null || fate != Fate.DONE) {
            return false;
        }
        claim.done = true;
        return partition.advance(claim);
    }

    /** Where the input goes on: behind what it emitted in this run, else at the checkpoint. */
    synchronized OptionalLong resumeAt(String name) {
        Partition partition = partitions.get(name);
        return partition == null || partition.emitted < 0 ? OptionalLong.empty() : OptionalLong.of(partition.emitted);
    }

    /** As {@link #resumeAt}, for all partitions. */
    synchronized Map<String, Long> resumeAt() {
        Map<String, Long> all = new HashMap<>();
        partitions.forEach((name, partition) -> {
            if (partition.emitted >= 0) {
                all.put(name, partition.emitted);
            }
        });
        return all;
    }

    /** Adds the acknowledged offsets to a checkpoint that is about to be saved. */
    synchronized void addTo(Map<Origin.Source, Long> checkpoint) {
        partitions.forEach((name, partition) -> {
            if (partition.acknowledged >= 0) {
                checkpoint.put(new Origin.Source(input, name), partition.acknowledged);
            }
        });
    }

    synchronized void forget(String name) {
        partitions.remove(name);
    }

    /** Batches that have not settled. */
    synchronized long open() {
        return open;
    }

    /** The pipe has closed: whoever waits for a fate learns that the batch is abandoned. */
    void abandon() {
        asked.forEach(fate -> fate.complete(Fate.ABANDONED));
    }

    /** Claims remembered for a partition: those that have not settled, and what separates them. */
    synchronized int remembered(String name) {
        int count = 0;
        for (OriginClaim claim = partitions.get(name).head; claim != null; claim = claim.next) {
            count++;
        }
        return count;
    }

    /**
     * One partition; all under the tracker's lock. Of settled claims in a row only the last is kept, so that one event
     * held for hours does not pile up everything that was delivered meanwhile.
     */
    static final class Partition {
        private OriginClaim head;
        private OriginClaim tail;
        private long emitted;
        private long acknowledged;

        private Partition(long checkpoint) {
            emitted = checkpoint;
            acknowledged = checkpoint;
        }

        private void append(OriginClaim claim) {
            claim.previous = tail;
            if (tail == null) {
                head = claim;
            } else {
                tail.next = claim;
            }
            tail = claim;
        }

        private boolean advance(OriginClaim settled) {
            if (settled.previous != null && settled.previous.done) {
                unlink(settled.previous);
            }
            if (settled.next != null && settled.next.done) {
                unlink(settled);
            }
            boolean advanced = head.done;
            if (advanced) {
                acknowledged = head.origin().to();
                unlink(head);
            }
            return advanced;
        }

        private void unlink(OriginClaim claim) {
            if (claim.previous == null) {
                head = claim.next;
            } else {
                claim.previous.next = claim.next;
            }
            if (claim.next == null) {
                tail = claim.previous;
            } else {
                claim.next.previous = claim.previous;
            }
        }
    }
}
