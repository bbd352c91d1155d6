package io.penstock.testing;

import io.penstock.core.batch.Fate;
import io.penstock.core.batch.Position;
import io.penstock.core.event.Event;
import io.penstock.core.plugin.InputFeed;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CompletionStage;

/** A feed that passes everything on to another; a test overrides what it wants otherwise. As thread-safe as the other. */
public abstract class ForwardingFeed implements InputFeed {
    private final InputFeed other;

    /** Passes on to {@code other}. */
    protected ForwardingFeed(InputFeed other) {
        this.other = other;
    }

    @Override
    public void emit(List<? extends Event> events, Position upTo) throws InterruptedException {
        other.emit(events, upTo);
    }

    @Override
    public void emit(List<? extends Event> events) throws InterruptedException {
        other.emit(events);
    }

    @Override
    public CompletionStage<Fate> submit(List<? extends Event> events) throws InterruptedException {
        return other.submit(events);
    }

    @Override
    public CompletionStage<Fate> submit(List<? extends Event> events, Position upTo) throws InterruptedException {
        return other.submit(events, upTo);
    }

    @Override
    public OptionalLong checkpoint(String partition) {
        return other.checkpoint(partition);
    }

    @Override
    public Map<String, Long> checkpoints() {
        return other.checkpoints();
    }

    @Override
    public long nextCut(String partition, long offset) {
        return other.nextCut(partition, offset);
    }

    @Override
    public void forget(String partition) {
        other.forget(partition);
    }

    @Override
    public boolean awaitDue() throws InterruptedException {
        return other.awaitDue();
    }

    @Override
    public void attempt(CheckedRunnable task) throws InterruptedException {
        other.attempt(task);
    }

    @Override
    public void degraded(String reason) {
        other.degraded(reason);
    }

    @Override
    public void healthy() {
        other.healthy();
    }
}
