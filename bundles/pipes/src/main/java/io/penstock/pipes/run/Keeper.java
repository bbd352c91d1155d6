package io.penstock.pipes.run;

import io.penstock.core.concurrent.Workers;
import io.penstock.core.error.PenstockException;
import io.penstock.core.time.Clock;
import io.penstock.pipes.state.Checkpoints;
import io.penstock.pipes.state.Origin;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Saves a pipe's checkpoints when they have moved, about once a second at most and at the end, and then lets outputs
 * free what lies before them: never the other way round. As often it looks whether outputs answer. Its own thread.
 */
final class Keeper {
    private static final long PAUSE_MILLIS = 1000;

    private final Checkpoints checkpoints;
    private final NodeHealth health;
    private final Thread thread;
    private List<InputRunner> inputs = List.of();
    private List<OutputStage> outputs = List.of();
    private final Clock clock = Clock.system();
    private long lastSave = clock.nanoTime();
    private boolean moved;
    private boolean closed;

    Keeper(String pipe, Checkpoints checkpoints, PipeEvents events) {
        this.checkpoints = checkpoints;
        this.health = new NodeHealth(events, "checkpoints");
        this.thread = Workers.thread("pipe-" + pipe + "-keeper", this::loop);
    }

    void watch(List<InputRunner> runningInputs, List<OutputStage> runningOutputs) {
        inputs = runningInputs;
        outputs = runningOutputs;
    }

    void start() {
        thread.start();
    }

    /** A checkpoint has moved. */
    void moved() {
        synchronized (this) {
            if (moved) {
                return;
            }
            moved = true;
            notifyAll();
        }
    }

    private void loop() {
        try {
            while (awaitMove()) {
                outputs.forEach(OutputStage::look);
                if (due()) {
                    save();
                    inputs.forEach(InputRunner::settled);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized boolean due() {
        return moved || inputs.stream().anyMatch(InputRunner::settling);
    }

    /** Waits a second at most for something to save, and until the last save is a second ago; whether to go on. */
    private synchronized boolean awaitMove() throws InterruptedException {
        if (!due() && !closed) {
            wait(PAUSE_MILLIS);
        }
        for (long left = pauseLeft(); left > 0 && !closed; left = pauseLeft()) {
            TimeUnit.NANOSECONDS.timedWait(this, left);
        }
        return !closed;
    }

    private long pauseLeft() {
        return lastSave + TimeUnit.MILLISECONDS.toNanos(PAUSE_MILLIS) - clock.nanoTime();
    }

    private void save() {
        synchronized (this) {
            moved = false;
            lastSave = clock.nanoTime();
        }
        synchronized (checkpoints) {
            write();
        }
    }

    /** Under the checkpoints' lock: the last save of a pipe that closes may meet one that takes long. */
    private void write() {
        Map<Origin.Source, Long> now = new HashMap<>();
        inputs.forEach(input -> input.tracker().addTo(now));
        try {
            Map<Origin.Source, Long> safe = checkpoints.save(now);
            outputs.forEach(output -> output.freed(safe));
            health.healthy();
        } catch (IOException | RuntimeException e) {
            moved();
            health.degraded("cannot save checkpoints: " + PenstockException.describe(e));
        }
    }

    /** Saves for the last time. */
    void close(Duration deadline) throws InterruptedException {
        synchronized (this) {
            closed = true;
            notifyAll();
        }
        TimeUnit.NANOSECONDS.timedJoin(thread, Math.max(1, deadline.toNanos()));
        save();
    }
}
