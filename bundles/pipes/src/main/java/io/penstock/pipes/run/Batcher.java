package io.penstock.pipes.run;

import io.penstock.core.time.Clock;
import io.penstock.pipes.model.BatchLimits;
import io.penstock.pipes.state.Ledger;
import io.penstock.pipes.state.Origin;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Joins chunks to works: until there are enough events or bytes, until the first has waited long enough, or until inputs
 * wait for room. After a restart it first puts together what was under way. Output thread only.
 */
final class Batcher {
    private static final long IDLE_NANOS = TimeUnit.HOURS.toNanos(1);

    private final OutputQueue queue;
    private final BatchLimits limits;
    private final Clock clock;
    private final ByteBudget budget;
    private final Ledger ledger;
    private final Consumer<Chunk> deliveredBefore;
    private final Consumer<Origin.Source> forgotten;
    private final ArrayDeque<OutputQueue.Item> arrived = new ArrayDeque<>();
    private final ArrayDeque<Chunk> ready = new ArrayDeque<>();
    private Optional<Reassembly> reassembly = Optional.empty();
    private List<Chunk> current = new ArrayList<>();
    private int currentEvents;
    private long currentBytes;

    /**
     * @param deliveredBefore takes chunks the receiver had before the restart
     * @param forgotten takes partitions that are no more
     */
    Batcher(OutputQueue queue, BatchLimits limits, Clock clock, ByteBudget budget, Ledger ledger,
            Consumer<Chunk> deliveredBefore, Consumer<Origin.Source> forgotten) {
        this.queue = queue;
        this.limits = limits;
        this.clock = clock;
        this.budget = budget;
        this.ledger = ledger;
        this.deliveredBefore = deliveredBefore;
        this.forgotten = forgotten;
    }

    /** To be called before the first {@link #next}, once the receiver was asked what it has. */
    void recover() {
        reassembly = ledger.unfinished().map(before -> new Reassembly(before, clock));
        reassembly.ifPresent(pending -> budget.relax());
    }

    /** Waits for the next work. */
    Work next() throws InterruptedException {
        while (true) {
            boolean last = queue.drainTo(arrived);
            takeArrived();
            Optional<Work> work = reassembly.isPresent() ? reassembled(last) : filled();
            if (work.isPresent()) {
                return work.get();
            }
            queue.await(patience());
        }
    }

    private void takeArrived() {
        for (OutputQueue.Item item = arrived.poll(); item != null; item = arrived.poll()) {
            if (item instanceof OutputQueue.Forgotten gone) {
                forgotten.accept(gone.source());
            } else {
                take(((OutputQueue.Piece) item).chunk());
            }
        }
    }

    private void take(Chunk chunk) {
        if (ledger.has(chunk.claim().origin())) {
            deliveredBefore.accept(chunk);
        } else if (reassembly.isPresent() && reassembly.get().take(chunk)) {
            return;
        } else if (chunk.events().isEmpty()) {
            deliveredBefore.accept(chunk);
        } else {
            ready.add(chunk);
        }
    }

    private Optional<Work> reassembled(boolean last) {
        Reassembly pending = reassembly.get();
        if (!pending.complete() && !pending.givenUp(last, budget.pressed())) {
            return Optional.empty();
        }
        reassembly = Optional.empty();
        queue.wantsSigns(false);
        budget.tighten();
        ledger.takeUp();
        return pending.work();
    }

    private Optional<Work> filled() {
        while (!ready.isEmpty() && fits(ready.peek())) {
            Chunk chunk = ready.remove();
            current.add(chunk);
            currentEvents += chunk.events().size();
            currentBytes += chunk.bytes();
        }
        if (current.isEmpty() || !closes()) {
            return Optional.empty();
        }
        Work work = new Work(current);
        current = new ArrayList<>();
        currentEvents = 0;
        currentBytes = 0;
        return Optional.of(work);
    }

    private boolean fits(Chunk next) {
        return current.isEmpty() || currentEvents + next.events().size() <= limits.maxEvents()
                && currentBytes + next.bytes() <= limits.maxBytes().bytes();
    }

    private boolean closes() {
        return !ready.isEmpty() || currentEvents >= limits.maxEvents() || currentBytes >= limits.maxBytes().bytes()
                || queue.hurried() || budget.pressed() || timeLeft() <= 0;
    }

    private long timeLeft() {
        return limits.timeout().toNanos() - (clock.nanoTime() - current.get(0).arrived());
    }

    private long patience() {
        if (reassembly.isPresent()) {
            return Reassembly.LOOK_NANOS;
        }
        return current.isEmpty() ? IDLE_NANOS : Math.max(1, timeLeft());
    }
}
