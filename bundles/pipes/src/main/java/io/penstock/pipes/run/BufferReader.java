package io.penstock.pipes.run;

import io.penstock.core.batch.Fate;
import io.penstock.core.concurrent.Workers;
import io.penstock.core.error.ErrorKind;
import io.penstock.core.error.PenstockException;
import io.penstock.pipes.state.BufferRecord;
import io.penstock.pipes.state.Origin;
import io.penstock.spool.api.SpoolRecord;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The way out of a disk buffer: to the output's worker the buffer is an input whose positions are the spool's. Its own
 * thread, which is never interrupted: that would close the spool's files.
 */
final class BufferReader {
    private static final Duration LOOK = Duration.ofMillis(100);

    private final String id;
    private final DiskBuffer buffer;
    private final OutputQueue target;
    private final ByteBudget budget;
    private final NodeCounters counters;
    private final PipeEvents events;
    private final NodeHealth reading;
    private final NodeHealth freeing;
    private final Thread thread;
    private volatile boolean closed;

    /** @param budget of what is read ahead of the output */
    BufferReader(String id, DiskBuffer buffer, OutputQueue target, ByteBudget budget, Shared shared,
                 NodeCounters counters) {
        this.id = id;
        this.buffer = buffer;
        this.target = target;
        this.budget = budget;
        this.counters = counters;
        this.events = shared.events();
        this.reading = new NodeHealth(events, id + " (reading its buffer)");
        this.freeing = new NodeHealth(events, id + " (freeing its buffer)");
        this.thread = Workers.thread("pipe-" + shared.pipe() + "-" + id + "-reader", this::loop);
    }

    void start() {
        thread.start();
    }

    private void loop() {
        try {
            while (!closed) {
                Optional<SpoolRecord> next = next();
                if (next.isPresent()) {
                    take(next.get());
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Throwable e) {
            if (!closed) {
                events.failed(id, PenstockException.describe(e));
            }
        }
    }

    private Optional<SpoolRecord> next() throws InterruptedException {
        try {
            Optional<SpoolRecord> next = buffer.reader().await(LOOK);
            reading.healthy();
            return next;
        } catch (PenstockException e) {
            if (e.kind() != ErrorKind.RETRY || closed) {
                throw e;
            }
            reading.degraded(PenstockException.describe(e));
            target.pause(Duration.ofSeconds(1));
            return Optional.empty();
        }
    }

    private void take(SpoolRecord record) throws InterruptedException {
        BufferRecord.Content content = BufferRecord.decode(record.bytes());
        long dropped = buffer.droppedBefore(content.head());
        if (dropped > 0) {
            counters.drop("buffer full", dropped);
            counters.inFlight.add(-dropped);
        }
        DiskBuffer.Read read = buffer.onItsWay(record.position(), content.head());
        if (content.events().isEmpty()) {
            delivered(read);
            return;
        }
        long bytes = Chunk.sizeOf(content.events());
        budget.acquire(bytes);
        counters.bufferedBytes.add(bytes);
        target.put(new SpoolClaim(read), content.events(), bytes);
    }

    /** A disk that cannot be written to holds nobody up here: what was delivered is freed with the next. */
    private void delivered(DiskBuffer.Read read) {
        try {
            buffer.delivered(read);
            freeing.healthy();
        } catch (PenstockException e) {
            if (e.kind() != ErrorKind.RETRY) {
                throw e;
            }
            freeing.degraded(PenstockException.describe(e));
        }
    }

    /** Asks the thread to end. */
    void interrupt() {
        closed = true;
        budget.open();
    }

    boolean join(Duration deadline) throws InterruptedException {
        TimeUnit.NANOSECONDS.timedJoin(thread, Math.max(1, deadline.toNanos()));
        return !thread.isAlive();
    }

    /** The claim of one record. */
    private final class SpoolClaim extends Claim {
        private final DiskBuffer.Read read;

        private SpoolClaim(DiskBuffer.Read read) {
            this.read = read;
        }

        @Override
        Origin origin() {
            return new Origin("spool", "", read.position());
        }

        @Override
        void settled(Fate fate) {
            if (fate == Fate.DONE) {
                delivered(read);
            }
        }
    }
}
