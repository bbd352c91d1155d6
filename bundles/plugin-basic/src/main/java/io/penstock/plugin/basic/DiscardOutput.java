package io.penstock.plugin.basic;

import io.penstock.core.batch.Batch;
import io.penstock.core.concurrent.StopSignal;
import io.penstock.core.error.ErrorKind;
import io.penstock.core.error.PenstockException;
import io.penstock.core.plugin.Output;
import io.penstock.core.time.Clock;
import java.time.Duration;

/** Counts and forgets. One thread at a time; closed from any. */
final class DiscardOutput implements Output {
    private final Duration latency;
    private final StopSignal stop;
    private long events;

    DiscardOutput(Duration latency, Clock clock) {
        this.latency = latency;
        this.stop = new StopSignal(clock);
    }

    @Override
    public void write(Batch batch) throws InterruptedException {
        if (!latency.isZero() && !stop.pause(latency)) {
            throw new PenstockException(ErrorKind.CLOSED, "discard.closed", "the output was closed during a write");
        }
        events += batch.events().size();
    }

    long events() {
        return events;
    }

    @Override
    public void close() {
        stop.stop();
    }
}
