package io.penstock.pipes.run;

import io.penstock.pipes.state.Origin;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** An output with a disk buffer before it: written by one thread, read by another, delivered by a third. Thread-safe. */
final class DiskStage implements OutputStage {
    private final DiskBuffer buffer;
    private final BufferWriter writer;
    private final BufferReader reader;
    private final OutputWorker worker;
    private final PipeEvents events;
    private final List<Origin> cuts;

    DiskStage(DiskBuffer buffer, BufferWriter writer, BufferReader reader, OutputWorker worker, PipeEvents events) {
        this.buffer = buffer;
        this.writer = writer;
        this.reader = reader;
        this.worker = worker;
        this.events = events;
        this.cuts = buffer.ranges().cuts();
        counters().in.add(buffer.held());
        counters().inFlight.add(buffer.held());
        counters().diskBytes = buffer::bytes;
    }

    @Override
    public OutputWorker worker() {
        return worker;
    }

    @Override
    public OutputQueue queue() {
        return writer.queue();
    }

    @Override
    public List<Origin> cuts() {
        return cuts;
    }

    @Override
    public void start() {
        worker.start();
        writer.start();
        reader.start();
    }

    @Override
    public void hurry() {
        writer.queue().hurry();
    }

    @Override
    public void end() {
        writer.queue().end();
        worker.queue().hurry();
    }

    @Override
    public boolean safe() {
        return writer.idle();
    }

    @Override
    public void freed(Map<Origin.Source, Long> checkpoints) {
        buffer.freed(checkpoints);
    }

    @Override
    public void interrupt() {
        writer.interrupt();
        reader.interrupt();
        worker.interrupt();
    }

    @Override
    public void abandon() {
        worker.abandon();
        Ending.close(id(), buffer::close, events);
    }

    @Override
    public boolean close(Duration deadline) throws InterruptedException {
        Duration third = deadline.dividedBy(3);
        boolean ended = worker.close(third) & reader.join(third);
        counters().diskBytes = () -> 0;
        writer.join(third.dividedBy(2));
        // A writer that waits for room in a full buffer ends only now; what it could not put in is offered again.
        Ending.close(id(), buffer::close, events);
        return ended & writer.join(third.dividedBy(2));
    }
}
