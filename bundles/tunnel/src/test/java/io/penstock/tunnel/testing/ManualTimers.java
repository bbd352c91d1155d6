package io.penstock.tunnel.testing;

import io.netty.util.concurrent.EventExecutor;
import io.penstock.core.time.Clock;
import io.penstock.tunnel.dial.Timers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Timers, and a clock, that wait for a test to let time pass. Thread-safe. */
public final class ManualTimers implements Timers, Clock {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final List<Waiting> waiting = new ArrayList<>();
    private long nanos;

    private record Waiting(EventExecutor loop, long atNanos, Runnable task) {
    }

    @Override
    public synchronized Timer after(EventExecutor loop, Duration wait, Runnable task) {
        Waiting entry = new Waiting(loop, nanos + wait.toNanos(), task);
        waiting.add(entry);
        notifyAll();
        return () -> cancel(entry);
    }

    private synchronized void cancel(Waiting entry) {
        waiting.removeIf(other -> other == entry);
    }

    @Override
    public synchronized Instant now() {
        return START.plusNanos(nanos);
    }

    @Override
    public synchronized long nanoTime() {
        return nanos;
    }

    /** Lets time pass: what is due runs on its loop, in order, before this returns. */
    public void advance(Duration by) {
        long end = nanoTime() + by.toNanos();
        Optional<Waiting> due = takeDue(end);
        while (due.isPresent()) {
            Waiting entry = due.get();
            entry.loop().submit(entry.task()).syncUninterruptibly();
            due = takeDue(end);
        }
    }

    private synchronized Optional<Waiting> takeDue(long end) {
        Optional<Waiting> next = waiting.stream().filter(entry -> entry.atNanos() <= end)
                .min(Comparator.comparingLong(Waiting::atNanos));
        next.ifPresent(waiting::remove);
        nanos = next.map(entry -> Math.max(nanos, entry.atNanos())).orElse(end);
        return next;
    }

    /** Lets exactly as much time pass as the next one waits for, once there is one. @return how much that was */
    public Duration toNext() {
        try {
            Duration wait = untilNext();
            takeDue(nanoTime() + wait.toNanos()).ifPresent(entry -> entry.loop().submit(entry.task()).syncUninterruptibly());
            return wait;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** How long until the next one is due, once there is one; waits for it. */
    public synchronized Duration untilNext() throws InterruptedException {
        while (waiting.isEmpty()) {
            wait();
        }
        return Duration.ofNanos(waiting.stream().mapToLong(Waiting::atNanos).min().orElseThrow() - nanos);
    }
}
