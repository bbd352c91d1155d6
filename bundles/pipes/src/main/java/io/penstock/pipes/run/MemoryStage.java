package io.penstock.pipes.run;

import io.penstock.pipes.state.Ledger;
import io.penstock.pipes.state.Origin;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** An output with nothing but memory before it. Thread-safe. */
final class MemoryStage implements OutputStage {
    private final OutputWorker worker;
    private final Ledger ledger;
    private final List<Origin> cuts;

    MemoryStage(OutputWorker worker, Ledger ledger) {
        this.worker = worker;
        this.ledger = ledger;
        this.cuts = ledger.cuts();
    }

    @Override
    public OutputWorker worker() {
        return worker;
    }

    @Override
    public OutputQueue queue() {
        return worker.queue();
    }

    @Override
    public List<Origin> cuts() {
        return cuts;
    }

    @Override
    public void start() {
        worker.start();
    }

    @Override
    public void hurry() {
        worker.queue().hurry();
    }

    @Override
    public void end() {
        worker.queue().end();
    }

    @Override
    public boolean safe() {
        return counters().inFlight.sum() == 0;
    }

    @Override
    public void freed(Map<Origin.Source, Long> checkpoints) {
        ledger.freed(checkpoints);
    }

    @Override
    public void interrupt() {
        worker.interrupt();
    }

    @Override
    public void abandon() {
        worker.abandon();
    }

    @Override
    public boolean close(Duration deadline) throws InterruptedException {
        return worker.close(deadline);
    }
}
