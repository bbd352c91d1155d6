package io.penstock.relay.server;

import io.penstock.core.batch.Fate;
import io.penstock.core.batch.Position;
import io.penstock.core.event.Event;
import io.penstock.core.plugin.InputFeed;
import io.penstock.relay.wire.api.Decoded;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * How far one epoch of one client has come: which numbers were handed to the pipe, and below which all are delivered. It
 * outlives connections: what a former one handed on need not be sent again, and is acknowledged to the next. Numbers are
 * handed on by one thread, fates come from any: under its own lock, no call to others under it.
 */
final class EpochLog {
    private final long epoch;
    private final String partition;
    private final Consumer<Fate> lost;
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private final Deque<Handed> underWay = new ArrayDeque<>();
    private long next;
    private long acknowledged;
    private boolean moved;

    /**
     * @param next the first number that is not delivered
     * @param lost told of a batch that was not delivered
     */
    EpochLog(long epoch, String partition, long next, Consumer<Fate> lost) {
        this.epoch = epoch;
        this.partition = partition;
        this.next = next;
        this.acknowledged = next;
        this.lost = lost;
    }

    long epoch() {
        return epoch;
    }

    String partition() {
        return partition;
    }

    /** The first number not handed to the pipe. */
    synchronized long next() {
        return next;
    }

    /** Everything below is delivered. */
    synchronized long acknowledged() {
        return acknowledged;
    }

    /** How many are handed on and not delivered. */
    synchronized long unacknowledged() {
        return next - acknowledged;
    }

    /** Whether nothing handed on waits for its fate. */
    synchronized boolean settled() {
        return underWay.isEmpty();
    }

    /** Told, on any thread, whenever {@link #acknowledged} has moved. */
    void listen(Runnable listener) {
        listeners.add(listener);
    }

    void unlisten(Runnable listener) {
        listeners.remove(listener);
    }

    /** Whether a connection waits for it. */
    boolean isHeard() {
        return !listeners.isEmpty();
    }

    /**
     * Hands events to the pipe, cut where it must be cut. Blocks while the pipe is full.
     *
     * @param frame what comes next; numbers between {@link #next} and its first are ones the client gave up
     */
    void hand(InputFeed feed, Decoded frame) throws InterruptedException {
        Decoded left = frame;
        long from = next();
        long until = frame.next();
        while (from < until) {
            long cut = Math.min(until, feed.nextCut(partition, from));
            Decoded rest = left.from(cut);
            batch(feed, left.events().subList(0, left.events().size() - rest.events().size()), from, cut);
            left = rest;
            from = cut;
        }
    }

    private void batch(InputFeed feed, List<? extends Event> events, long from, long until) throws InterruptedException {
        Handed batch = new Handed(until);
        move(batch, until);
        boolean taken = false;
        try {
            feed.submit(events, new Position(partition, until)).whenComplete((fate, failure) ->
                    settle(batch, failure == null ? fate : Fate.ABANDONED));
            taken = true;
        } finally {
            if (!taken) {
                takeBack(batch, from);
            }
        }
    }

    /** Whether anything was handed on in this run. */
    synchronized boolean hasMoved() {
        return moved;
    }

    private synchronized void move(Handed batch, long until) {
        moved = true;
        underWay.add(batch);
        next = until;
    }

    private synchronized void takeBack(Handed batch, long from) {
        underWay.remove(batch);
        next = from;
    }

    private void settle(Handed batch, Fate fate) {
        if (fate != Fate.DONE) {
            lost.accept(fate);
        } else if (advance(batch)) {
            listeners.forEach(Runnable::run);
        }
    }

    private synchronized boolean advance(Handed settled) {
        settled.done = true;
        long before = acknowledged;
        while (!underWay.isEmpty() && underWay.peek().done) {
            acknowledged = underWay.poll().until;
        }
        return acknowledged != before;
    }

    /** One batch under way; its fields belong to the log's lock. */
    private static final class Handed {
        private final long until;
        private boolean done;

        private Handed(long until) {
            this.until = until;
        }
    }
}
