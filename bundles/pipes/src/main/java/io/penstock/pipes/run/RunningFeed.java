package io.penstock.pipes.run;

import io.penstock.core.batch.Fate;
import io.penstock.core.batch.Position;
import io.penstock.core.error.ErrorKind;
import io.penstock.core.error.PenstockException;
import io.penstock.core.event.Event;
import io.penstock.core.plugin.InputFeed;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** One input's way into its running pipe. Thread-safe. */
final class RunningFeed implements InputFeed {
    private final InputPort port;
    private final DueTimes due;

    RunningFeed(InputPort port, DueTimes due) {
        this.port = port;
        this.due = due;
    }

    @Override
    public void emit(List<? extends Event> events, Position upTo) throws InterruptedException {
        long bytes = port.admit(events);
        port.hand(events, bytes, () -> port.tracker().claim(upTo.partition(), upTo.offset(), Optional.empty()));
    }

    @Override
    public void emit(List<? extends Event> events) throws InterruptedException {
        if (!events.isEmpty()) {
            long bytes = port.admit(events);
            port.hand(events, bytes, () -> port.tracker().claim(Optional.empty()));
        }
    }

    @Override
    public CompletionStage<Fate> submit(List<? extends Event> events) throws InterruptedException {
        if (events.isEmpty()) {
            return CompletableFuture.completedFuture(Fate.DONE);
        }
        CompletableFuture<Fate> fate = new CompletableFuture<>();
        long bytes = port.admit(events);
        port.hand(events, bytes, () -> port.tracker().claim(Optional.of(fate)));
        return fate;
    }

    @Override
    public CompletionStage<Fate> submit(List<? extends Event> events, Position upTo) throws InterruptedException {
        CompletableFuture<Fate> fate = new CompletableFuture<>();
        long bytes = port.admit(events);
        port.hand(events, bytes, () -> port.tracker().claim(upTo.partition(), upTo.offset(), Optional.of(fate)));
        return fate;
    }

    @Override
    public OptionalLong checkpoint(String partition) {
        return port.tracker().resumeAt(partition);
    }

    @Override
    public Map<String, Long> checkpoints() {
        return port.tracker().resumeAt();
    }

    @Override
    public long nextCut(String partition, long offset) {
        return port.cuts().next(partition, offset);
    }

    @Override
    public void forget(String partition) {
        port.forget(partition);
    }

    @Override
    public boolean awaitDue() throws InterruptedException {
        return due.await();
    }

    @Override
    public void attempt(CheckedRunnable task) throws InterruptedException {
        try {
            task.run();
            healthy();
        } catch (InterruptedException e) {
            throw e;
        } catch (PenstockException e) {
            if (e.kind() == ErrorKind.INVALID) {
                throw e;
            }
            fail(e);
        } catch (Exception e) {
            fail(e);
        }
    }

    private void fail(Exception failure) throws InterruptedException {
        if (Thread.currentThread().isInterrupted()) {
            throw new InterruptedException("the pipe stops");
        }
        port.counters().errors.increment();
        degraded(PenstockException.describe(failure));
    }

    @Override
    public void degraded(String reason) {
        port.degraded(reason);
    }

    @Override
    public void healthy() {
        port.healthy();
    }
}
