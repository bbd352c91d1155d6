package io.penstock.pipes.run;

import io.penstock.core.time.Clock;
import io.penstock.pipes.state.Ledger;
import io.penstock.pipes.state.Origin;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Puts a work that was under way before a restart together again, from the same events in the same order, as its origin
 * batches come back (whole or in smaller pieces). Output thread only.
 */
final class Reassembly {
    /** How often to look whether to give up. */
    static final long LOOK_NANOS = TimeUnit.SECONDS.toNanos(1);
    /** What has not come back this long after the last piece that did is gone: its source is no more. */
    static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(30);
    /** The same while inputs wait for room, though they were given more: nothing comes that could help. */
    static final long CROWDED_NANOS = TimeUnit.SECONDS.toNanos(3);

    private final Ledger.Unfinished before;
    private final Clock clock;
    private final List<List<Chunk>> slots = new ArrayList<>();
    private final boolean[] complete;
    private boolean broken;
    private long lastProgress;

    Reassembly(Ledger.Unfinished before, Clock clock) {
        this.before = before;
        this.clock = clock;
        this.complete = new boolean[before.work().size()];
        before.work().forEach(origin -> slots.add(new ArrayList<>()));
        this.lastProgress = clock.nanoTime();
    }

    /** Takes a chunk that is part of the work. */
    boolean take(Chunk chunk) {
        Origin origin = chunk.claim().origin();
        for (int i = 0; i < complete.length; i++) {
            Origin slot = before.work().get(i);
            if (slot.source().equals(origin.source())) {
                if (origin.to() <= slot.to()) {
                    slots.get(i).add(chunk);
                    complete[i] |= origin.to() == slot.to();
                    lastProgress = clock.nanoTime();
                    return true;
                }
                broken |= !complete[i];
                complete[i] = true;
            }
        }
        return false;
    }

    boolean complete() {
        for (boolean slot : complete) {
            if (!slot) {
                return false;
            }
        }
        return true;
    }

    /** Whether to go on with what came back, because the rest will not. */
    boolean givenUp(boolean ended, boolean crowded) {
        return ended || clock.nanoTime() - lastProgress > (crowded ? CROWDED_NANOS : PATIENCE_NANOS);
    }

    List<Chunk> chunks() {
        return slots.stream().flatMap(List::stream).toList();
    }

    /** The work; its number and progress only hold when all of it is there and the same. Empty when nothing came back. */
    Optional<Work> work() {
        List<Chunk> chunks = chunks();
        if (chunks.isEmpty()) {
            return Optional.empty();
        }
        Work again = Work.again(chunks, before);
        boolean same = complete() && !broken && again.size() == before.total();
        return Optional.of(same ? again : new Work(chunks));
    }
}
