package io.penstock.pipes.run;

import io.penstock.core.batch.Fate;
import io.penstock.core.concurrent.Workers;
import io.penstock.core.error.PenstockException;
import io.penstock.core.event.Event;
import io.penstock.core.time.Clock;
import io.penstock.pipes.state.Origin;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * The one thread all steps of a pipe run on. What it is to do arrives in its inbox in order: batches, bounded by the
 * byte budget and by {@link #INBOX_BYTES}, and commands. Thread-safe towards inputs; the steps belong to its thread.
 */
final class PipeThread {
    /**
     * So much may wait for the steps, and no more of the pipe's budget: a few batches keep this thread busy, any more would
     * only grow old on the heap, where the collector has to copy them again and again.
     */
    static final long INBOX_BYTES = 1 << 20;

    private final Clock clock;
    private final ByteBudget budget;
    private final ByteBudget waiting = new ByteBudget(INBOX_BYTES, () -> { });
    private final StepGraph graph;
    private final PipeEvents events;
    private final Thread thread;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition arrival = lock.newCondition();
    private ArrayDeque<Runnable> inbox = new ArrayDeque<>();
    private ArrayDeque<Runnable> spare = new ArrayDeque<>();
    private boolean busy;
    private volatile boolean closed;

    PipeThread(String pipe, Clock clock, ByteBudget budget, StepGraph graph, PipeEvents events) {
        this.clock = clock;
        this.budget = budget;
        this.graph = graph;
        this.events = events;
        this.thread = Workers.thread("pipe-" + pipe, this::loop);
    }

    void start() {
        thread.start();
    }

    /** Waits for room for a batch of an input, in the inbox and in the pipe's budget. */
    void admit(long bytes) throws InterruptedException {
        waiting.acquire(bytes);
        try {
            budget.acquire(bytes);
        } catch (InterruptedException e) {
            waiting.release(bytes);
            throw e;
        }
    }

    /** Gives back the room of a batch that is not offered after all. */
    void refuse(long bytes) {
        waiting.release(bytes);
        budget.release(bytes);
    }

    /** Takes a batch of an input for which there is room; its claim is made in the order of the inbox. */
    void offer(String id, int input, List<Event> batch, long bytes, Supplier<OriginClaim> claim) {
        lock.lock();
        try {
            Unit unit = new Unit(Optional.of(claim.get()), graph.inputs(input), batch, bytes);
            put(() -> {
                waiting.release(bytes);
                graph.seen(id, batch);
                run(unit);
            });
        } finally {
            lock.unlock();
        }
    }

    /** Takes a single event into a node it could not get through before. */
    void offer(Fanout node, Event event, Claim claim) throws InterruptedException {
        List<Event> one = List.of(event);
        long bytes = Chunk.sizeOf(one);
        budget.acquire(bytes);
        Unit unit = new Unit(Optional.of(claim), node, one, bytes);
        execute(() -> run(unit));
    }

    /** Runs something between batches. */
    void execute(Runnable command) {
        lock.lock();
        try {
            put(command);
        } finally {
            lock.unlock();
        }
    }

    private void put(Runnable item) {
        inbox.add(item);
        if (inbox.size() == 1) {
            arrival.signal();
        }
    }

    void forget(Origin.Source source, Runnable tracker) {
        lock.lock();
        try {
            tracker.run();
            put(() -> graph.forget(source));
        } finally {
            lock.unlock();
        }
    }

    /** Whether there is nothing to do just now. */
    boolean idle() {
        lock.lock();
        try {
            return inbox.isEmpty() && !busy;
        } finally {
            lock.unlock();
        }
    }

    private void loop() {
        try {
            while (!closed) {
                ArrayDeque<Runnable> work = next();
                while (!work.isEmpty() && !closed) {
                    work.remove().run();
                    wakeDue();
                }
                wakeDue();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (NodeFailure e) {
            events.failed(e.node(), e.getMessage());
        } catch (Throwable e) {
            events.failed("", PenstockException.describe(e));
        }
    }

    private ArrayDeque<Runnable> next() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            busy = false;
            Optional<Instant> due = graph.wakeAt();
            while (inbox.isEmpty() && !closed) {
                if (due.isEmpty()) {
                    arrival.await();
                } else {
                    long left = Waiting.sliceUntil(clock, due.get());
                    if (left == 0) {
                        break;
                    }
                    arrival.awaitNanos(left);
                }
            }
            busy = true;
            ArrayDeque<Runnable> full = inbox;
            inbox = spare;
            spare = full;
            return full;
        } finally {
            lock.unlock();
        }
    }

    private void wakeDue() {
        if (graph.wakeAt().isPresent()) {
            graph.wake(clock.now());
        }
    }

    private void run(Unit unit) {
        graph.run(unit);
        budget.release(unit.bytes());
        unit.claim().ifPresent(claim -> claim.release(Fate.DONE));
    }

    /** Ends the thread; what is in the inbox stays undone. */
    boolean close(Duration deadline) throws InterruptedException {
        lock.lock();
        try {
            closed = true;
            arrival.signalAll();
        } finally {
            lock.unlock();
        }
        if (thread.isAlive() && Thread.currentThread() != thread) {
            TimeUnit.NANOSECONDS.timedJoin(thread, Math.max(1, deadline.toNanos() / 2));
            Ending.interrupt(thread, deadline.toNanos() / 2);
        }
        return !thread.isAlive();
    }
}
