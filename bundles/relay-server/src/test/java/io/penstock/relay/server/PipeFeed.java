package io.penstock.relay.server;

import io.penstock.core.batch.Fate;
import io.penstock.core.batch.Position;
import io.penstock.core.event.Event;
import io.penstock.testing.ForwardingFeed;
import io.penstock.testing.RecordingFeed;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A {@link RecordingFeed} that can keep fates back, and can be full. Thread-safe. */
final class PipeFeed extends ForwardingFeed {
    private final RecordingFeed recorded;
    private final List<Position> positions = new ArrayList<>();
    private final Deque<CompletableFuture<Fate>> held = new ArrayDeque<>();
    private final List<String> forgotten = new ArrayList<>();
    private boolean holding;
    private boolean full;

    PipeFeed() {
        this(new RecordingFeed());
    }

    private PipeFeed(RecordingFeed recorded) {
        super(recorded);
        this.recorded = recorded;
    }

    /** What was handed in. */
    RecordingFeed recorded() {
        return recorded;
    }

    synchronized List<Position> positions() {
        return List.copyOf(positions);
    }

    synchronized List<String> forgotten() {
        return List.copyOf(forgotten);
    }

    /** From now on fates are kept back. */
    synchronized PipeFeed hold() {
        holding = true;
        return this;
    }

    /** From now on, and until {@link #drain}, whoever hands something in has to wait. */
    synchronized PipeFeed stall() {
        full = true;
        return this;
    }

    synchronized void drain() {
        full = false;
        notifyAll();
    }

    /** Waits until so many batches wait for their fate. */
    synchronized void awaitHeld(int count) throws InterruptedException {
        while (held.size() < count) {
            wait();
        }
    }

    /** Ends the oldest batch that waits. */
    void settle(Fate fate) throws InterruptedException {
        CompletableFuture<Fate> oldest;
        synchronized (this) {
            while (held.isEmpty()) {
                wait();
            }
            oldest = held.poll();
        }
        oldest.complete(fate);
    }

    /** Ends the newest batch that waits. */
    void settleNewest() {
        CompletableFuture<Fate> newest;
        synchronized (this) {
            newest = held.pollLast();
        }
        newest.complete(Fate.DONE);
    }

    @Override
    public CompletionStage<Fate> submit(List<? extends Event> events, Position upTo) throws InterruptedException {
        synchronized (this) {
            while (full) {
                wait();
            }
            positions.add(upTo);
            if (holding) {
                CompletableFuture<Fate> fate = new CompletableFuture<>();
                held.add(fate);
                notifyAll();
                recorded.emit(events, upTo);
                return fate;
            }
        }
        return recorded.submit(events, upTo);
    }

    @Override
    public void emit(List<? extends Event> events) throws InterruptedException {
        synchronized (this) {
            while (full) {
                wait();
            }
        }
        recorded.emit(events);
    }

    @Override
    public synchronized void forget(String partition) {
        forgotten.add(partition);
        recorded.forget(partition);
    }
}
