package io.penstock.pipes.run;

import io.penstock.core.batch.Batch;
import io.penstock.core.batch.BatchId;
import io.penstock.core.batch.Fate;
import io.penstock.core.concurrent.Workers;
import io.penstock.core.error.PenstockException;
import io.penstock.core.event.Event;
import io.penstock.core.time.Clock;
import io.penstock.pipes.model.BatchLimits;
import io.penstock.pipes.model.OnError;
import io.penstock.pipes.state.DeadLetterSink;
import io.penstock.pipes.state.Ledger;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * One output's thread: makes works of chunks, numbers and writes them part by part, halves what is refused until the
 * culprit is alone, and gives claims and bytes back. All but {@link #start}, {@link #look} and {@link #close} belong to its thread.
 */
final class OutputWorker {
    private final String id;
    private final Receiver receiver;
    private final Ledger ledger;
    private final OutputQueue queue;
    private final Batcher batcher;
    private final BatchLimits limits;
    private final OnError onPoison;
    private final Clock clock;
    private final ByteBudget budget;
    private final NodeCounters counters;
    private final DeadLetterSink deadLetters;
    private final PipeEvents events;
    private final Runnable progress;
    private final Thread thread;

    OutputWorker(String id, Receiver receiver, Ledger ledger, OutputQueue queue, BatchLimits limits, OnError onPoison,
                 Shared shared, NodeCounters counters) {
        this.id = id;
        this.receiver = receiver;
        this.ledger = ledger;
        this.queue = queue;
        this.limits = limits;
        this.onPoison = onPoison;
        this.clock = shared.clock();
        this.budget = shared.budget();
        this.counters = counters;
        this.deadLetters = shared.deadLetters();
        this.events = shared.events();
        this.progress = shared.progress();
        this.batcher = new Batcher(queue, limits, clock, budget, ledger, this::deliveredBefore,
                source -> PatientLetters.patiently(id, events, () -> ledger.forget(source)));
        this.thread = Workers.thread("pipe-" + shared.pipe() + "-" + id, this::loop);
    }

    void start() {
        queue.wantsSigns(ledger.unfinished().isPresent());
        thread.start();
    }

    private void loop() {
        try {
            receiver.open(ledger.stream()).ifPresent(ledger::committed);
            batcher.recover();
            queue.wantsSigns(ledger.unfinished().isPresent());
            while (true) {
                deliver(batcher.next());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (NodeFailure e) {
            events.failed(e.node(), e.getMessage());
        } catch (Throwable e) {
            events.failed(id, PenstockException.describe(e));
        }
    }

    private void deliver(Work work) throws InterruptedException {
        int most = limits.maxEvents();
        settledBefore(work.done());
        while (!work.isDone()) {
            Ledger.Part part = work.nextPart(most, limits.maxBytes().bytes());
            most = deliver(work, part);
        }
        for (Chunk chunk : work.chunks()) {
            settle(chunk);
        }
        progress.run();
    }

    /** One part; gives how many events the next may have. */
    private int deliver(Work work, Ledger.Part part) throws InterruptedException {
        long seq = work.plannedSeq().orElseGet(() -> plan(part));
        Batch batch = new Batch(new BatchId(ledger.stream(), seq), work.events(part));
        Receiver.Outcome outcome = receiver.write(batch);
        if (outcome instanceof Receiver.Delivered delivered) {
            setAside(delivered.rejected(), batch.events());
            PatientLetters.patiently(id, events, ledger::delivered);
            account(part, part.count() - delivered.rejected().size());
            work.settle(part);
            return Math.min(limits.maxEvents(), part.count() * 2);
        }
        if (part.count() > 1) {
            return part.count() / 2;
        }
        setAside(Map.of(0, ((Receiver.Refused) outcome).reason()), batch.events());
        PatientLetters.patiently(id, events, () -> ledger.skipped(part));
        account(part, 0);
        work.settle(part);
        return 1;
    }

    private long plan(Ledger.Part part) {
        long[] seq = new long[1];
        PatientLetters.patiently(id, events, () -> seq[0] = ledger.plan(part));
        return seq[0];
    }

    private void account(Ledger.Part part, int delivered) {
        counters.out.add(delivered);
        counters.emitted.add(delivered);
        counters.inFlight.add(-part.count());
    }

    private void setAside(Map<Integer, String> rejected, List<Event> of) {
        if (rejected.isEmpty()) {
            return;
        }
        counters.errors.add(rejected.size());
        rejected.forEach((index, reason) -> poison(of.get(index), reason));
        deadLetters.sync();
    }

    private void poison(Event event, String reason) {
        switch (onPoison) {
            case DLQ, PASS -> {
                deadLetters.add(id, reason, event);
                counters.deadLettered.increment();
            }
            case DROP -> counters.drop("refused", 1);
            case FAIL -> throw new NodeFailure(id, "refused: " + reason);
        }
    }

    private void settle(Chunk chunk) {
        counters.acknowledgements.increment();
        counters.acknowledgeNanos.add(clock.nanoTime() - chunk.arrived());
        giveBack(chunk);
    }

    private void giveBack(Chunk chunk) {
        budget.release(chunk.bytes());
        counters.bufferedBytes.add(-chunk.bytes());
        chunk.claim().release(Fate.DONE);
    }

    private void settledBefore(int events) {
        counters.out.add(events);
        counters.inFlight.add(-events);
    }

    private void deliveredBefore(Chunk chunk) {
        settledBefore(chunk.events().size());
        giveBack(chunk);
        progress.run();
    }

    OutputQueue queue() {
        return queue;
    }

    String id() {
        return id;
    }

    NodeCounters counters() {
        return counters;
    }

    /** From any thread. */
    void look() {
        receiver.look();
        // What an output keeps in a buffer of its own settles without a sign.
        progress.run();
    }

    /** From any thread. */
    boolean settled() {
        return receiver.settled();
    }

    void interrupt() {
        thread.interrupt();
    }

    /** Frees what it holds open without ever having run. */
    void abandon() {
        Ending.close(id, ledger::close, events);
    }

    /** Ends the thread and closes the output. What was not delivered is abandoned: its claims never settle. */
    boolean close(Duration deadline) throws InterruptedException {
        Ending.interrupt(thread, deadline.toNanos() / 2);
        Ending.close(id, receiver::close, events);
        boolean ended = Ending.interrupt(thread, deadline.toNanos() / 2);
        Ending.close(id, ledger::close, events);
        return ended;
    }
}
