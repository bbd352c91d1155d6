package io.penstock.testing;

import io.penstock.core.batch.Fate;
import io.penstock.core.batch.Position;
import io.penstock.core.error.ErrorKind;
import io.penstock.core.error.PenstockException;
import io.penstock.core.event.Event;
import io.penstock.core.plugin.InputFeed;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** A feed that keeps what an input emits, acknowledges it at once, and can be waited on. Thread-safe. */
public final class RecordingFeed implements InputFeed {
    private final List<Event> events = new ArrayList<>();
    private final List<List<Event>> batches = new ArrayList<>();
    private final Map<String, Long> checkpoints = new TreeMap<>();
    private final Map<String, TreeSet<Long>> cuts = new TreeMap<>();
    private final List<String> troubles = new ArrayList<>();
    private String trouble = "";
    private int dueTimes;
    private Fate fate = Fate.DONE;

    /** The input may poll this many times before {@link #awaitDue} says the schedule is over. */
    public synchronized RecordingFeed due(int times) {
        dueTimes = times;
        return this;
    }

    /** As if the partition had been acknowledged so far. */
    public synchronized RecordingFeed startAt(String partition, long offset) {
        checkpoints.put(partition, offset);
        return this;
    }

    /** Batches must end here. */
    public synchronized RecordingFeed cutAt(String partition, long offset) {
        cuts.computeIfAbsent(partition, key -> new TreeSet<>()).add(offset);
        return this;
    }

    /** What {@link #submit} completes with. */
    public synchronized RecordingFeed fate(Fate other) {
        fate = other;
        return this;
    }

    @Override
    public synchronized void emit(List<? extends Event> emitted, Position upTo) {
        record(emitted);
        checkpoints.put(upTo.partition(), upTo.offset());
    }

    @Override
    public synchronized void emit(List<? extends Event> emitted) {
        record(emitted);
    }

    @Override
    public synchronized CompletionStage<Fate> submit(List<? extends Event> emitted) {
        record(emitted);
        return CompletableFuture.completedFuture(fate);
    }

    @Override
    public synchronized CompletionStage<Fate> submit(List<? extends Event> emitted, Position upTo) {
        record(emitted);
        if (fate == Fate.DONE) {
            checkpoints.put(upTo.partition(), upTo.offset());
        }
        return CompletableFuture.completedFuture(fate);
    }

    private void record(List<? extends Event> emitted) {
        events.addAll(emitted);
        batches.add(List.copyOf(emitted));
        notifyAll();
    }

    @Override
    public synchronized OptionalLong checkpoint(String partition) {
        Long offset = checkpoints.get(partition);
        return offset == null ? OptionalLong.empty() : OptionalLong.of(offset);
    }

    @Override
    public synchronized Map<String, Long> checkpoints() {
        return Map.copyOf(checkpoints);
    }

    @Override
    public synchronized long nextCut(String partition, long offset) {
        Long cut = cuts.getOrDefault(partition, new TreeSet<>()).higher(offset);
        return cut == null ? Long.MAX_VALUE : cut;
    }

    @Override
    public synchronized void forget(String partition) {
        checkpoints.remove(partition);
    }

    @Override
    public synchronized boolean awaitDue() {
        return dueTimes-- > 0;
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
            degraded(e.getMessage());
        } catch (Exception e) {
            degraded(PenstockException.describe(e));
        }
    }

    @Override
    public synchronized void degraded(String reason) {
        trouble = reason;
        troubles.add(reason);
        notifyAll();
    }

    @Override
    public synchronized void healthy() {
        trouble = "";
        notifyAll();
    }

    /** Everything emitted so far, in order. */
    public synchronized List<Event> events() {
        return List.copyOf(events);
    }

    /** The batches emitted so far. */
    public synchronized List<List<Event>> batches() {
        return List.copyOf(batches);
    }

    /** The reason of the present degradation; empty when healthy. */
    public synchronized String trouble() {
        return trouble;
    }

    /** Every reason ever given. */
    public synchronized List<String> troubles() {
        return List.copyOf(troubles);
    }

    /** Waits until this many events have come. */
    public List<Event> awaitEvents(int count, Duration deadline) throws InterruptedException {
        return await(feed -> feed.events.size() >= count, count + " events", deadline).events();
    }

    /** Waits until something is true of the feed; fails with {@code what} and what has come so far. */
    public synchronized RecordingFeed await(Predicate<RecordingFeed> condition, String what, Duration deadline)
            throws InterruptedException {
        long end = System.nanoTime() + deadline.toNanos();
        while (!condition.test(this)) {
            long left = end - System.nanoTime();
            if (left <= 0) {
                throw new AssertionError("no " + what + " within " + deadline + "; came: " + events
                        + "; trouble: " + trouble);
            }
            TimeUnit.NANOSECONDS.timedWait(this, left);
        }
        return this;
    }
}
