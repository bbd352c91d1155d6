package io.penstock.pipes.run;

import io.penstock.core.batch.Fate;
import io.penstock.core.concurrent.Backoff;
import io.penstock.core.concurrent.Workers;
import io.penstock.core.error.ErrorKind;
import io.penstock.core.error.PenstockException;
import io.penstock.pipes.model.BatchLimits;
import io.penstock.pipes.state.DeadLetterSink;
import io.penstock.pipes.state.Ledger;
import io.penstock.pipes.state.Origin;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The way into a disk buffer: joins chunks, spools them, and gives claims and bytes back once they are safe. Its own
 * thread, which is never interrupted: that would close the spool's files.
 */
final class BufferWriter {
    private final String id;
    private final DiskBuffer buffer;
    private final OutputQueue queue;
    private final BatchLimits limits;
    private final Batcher batcher;
    private final Shared shared;
    private final NodeCounters counters;
    private final NodeHealth health;
    private final AtomicLong settled = new AtomicLong();
    private final Thread thread;

    BufferWriter(String id, DiskBuffer buffer, BatchLimits limits, Shared shared, NodeCounters counters) {
        this.id = id;
        this.buffer = buffer;
        this.limits = limits;
        this.shared = shared;
        this.counters = counters;
        this.health = new NodeHealth(shared.events(), id + " (filling its buffer)");
        this.queue = new OutputQueue(shared.clock());
        this.batcher = new Batcher(queue, limits, shared.clock(), shared.budget(), buffer.ranges(), this::spooledBefore,
                this::forget);
        this.thread = Workers.thread("pipe-" + shared.pipe() + "-" + id + "-buffer", this::loop);
    }

    OutputQueue queue() {
        return queue;
    }

    void start() {
        queue.wantsSigns(buffer.ranges().unfinished().isPresent());
        batcher.recover();
        thread.start();
    }

    /** Whether everything that came is in the buffer. */
    boolean idle() {
        return queue.pieces() == settled.get();
    }

    private void loop() {
        try {
            while (true) {
                spool(batcher.next());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (NodeFailure e) {
            shared.events().failed(e.node(), e.getMessage());
        } catch (Throwable e) {
            if (!queue.closed()) {
                shared.events().failed(id, PenstockException.describe(e));
            }
        }
    }

    private void spool(Work work) throws InterruptedException {
        while (!work.isDone()) {
            Ledger.Part part = work.nextPart(limits.maxEvents(), Math.min(limits.maxBytes().bytes(), buffer.recordBytes()));
            if (!append(part, work)) {
                counters.drop("buffer full", part.count());
                counters.inFlight.add(-part.count());
            }
            work.settle(part);
        }
        patiently(() -> {
            buffer.sync();
            return true;
        });
        work.chunks().forEach(this::giveBack);
        shared.progress().run();
    }

    private boolean append(Ledger.Part part, Work work) throws InterruptedException {
        try {
            return patiently(() -> buffer.append(part, work.events(part)));
        } catch (PenstockException e) {
            if (e.kind() != ErrorKind.INVALID || part.count() > 1) {
                throw e;
            }
            DeadLetterSink letters = shared.deadLetters().waitingBy(queue::pause);
            letters.add(id, e.getMessage(), work.events(part).get(0));
            letters.sync();
            counters.deadLettered.increment();
            counters.inFlight.decrement();
            return true;
        }
    }

    /** Something that touches the disk, which may be full or gone for a while. */
    private interface DiskTask {
        boolean run() throws InterruptedException;
    }

    private boolean patiently(DiskTask task) throws InterruptedException {
        Backoff backoff = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(5), () -> 1);
        while (true) {
            try {
                boolean done = task.run();
                health.healthy();
                return done;
            } catch (PenstockException e) {
                if (e.kind() != ErrorKind.RETRY) {
                    throw e;
                }
                health.degraded(PenstockException.describe(e));
                queue.pause(backoff.next());
            }
        }
    }

    private void spooledBefore(Chunk chunk) {
        counters.out.add(chunk.events().size());
        counters.inFlight.add(-chunk.events().size());
        giveBack(chunk);
        shared.progress().run();
    }

    private void forget(Origin.Source source) {
        try {
            buffer.forget(source);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void giveBack(Chunk chunk) {
        shared.budget().release(chunk.bytes());
        counters.bufferedBytes.add(-chunk.bytes());
        chunk.claim().release(Fate.DONE);
        settled.incrementAndGet();
    }

    /** Asks the thread to end. */
    void interrupt() {
        queue.close();
    }

    boolean join(Duration deadline) throws InterruptedException {
        TimeUnit.NANOSECONDS.timedJoin(thread, Math.max(1, deadline.toNanos()));
        return !thread.isAlive();
    }
}
