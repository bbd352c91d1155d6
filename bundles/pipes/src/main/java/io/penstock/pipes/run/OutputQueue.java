package io.penstock.pipes.run;

import io.penstock.core.event.Event;
import io.penstock.core.time.Clock;
import io.penstock.pipes.state.Origin;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Between the pipe thread and an output's thread; bounded by the pipe's byte budget. Thread-safe. */
final class OutputQueue {
    /** What lies in the queue. */
    sealed interface Item permits Piece, Forgotten {
    }

    /** A chunk to deliver. */
    record Piece(Chunk chunk) implements Item {
    }

    /** A partition that is no more. */
    record Forgotten(Origin.Source source) implements Item {
    }

    private final Clock clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition change = lock.newCondition();
    private final ArrayDeque<Item> items = new ArrayDeque<>();
    private volatile boolean wantsSigns;
    private volatile boolean hurry;
    private volatile boolean ended;
    private volatile boolean closed;
    private boolean nudged;
    private long pieces;

    OutputQueue(Clock clock) {
        this.clock = clock;
    }

    void put(Claim claim, List<Event> events, long bytes) {
        Piece piece = new Piece(new Chunk(claim, events, bytes, clock.nanoTime()));
        lock.lock();
        try {
            pieces++;
            add(piece);
        } finally {
            lock.unlock();
        }
    }

    void forget(Origin.Source source) {
        add(new Forgotten(source));
    }

    private void add(Item item) {
        lock.lock();
        try {
            items.add(item);
            if (items.size() == 1) {
                change.signal();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Moves everything into another queue; whether nothing will come after it any more. */
    boolean drainTo(Queue<Item> target) {
        lock.lock();
        try {
            target.addAll(items);
            items.clear();
            // Asked while nothing can be added: what came before the end has been moved.
            return ended;
        } finally {
            lock.unlock();
        }
    }

    /** Waits for something to come, for {@link #nudge}, or until the time has passed. */
    void await(long nanos) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            if (items.isEmpty() && !nudged) {
                Waiting.await(change, clock, nanos);
            }
            nudged = false;
        } finally {
            lock.unlock();
        }
        if (closed) {
            throw new InterruptedException("the pipe stops");
        }
    }

    /** Makes the output look at once whether its batch should be closed. */
    void nudge() {
        lock.lock();
        try {
            nudged = true;
            change.signal();
        } finally {
            lock.unlock();
        }
    }

    /** From now on nothing is waited for: batches are closed with what is there. */
    void hurry() {
        hurry = true;
        nudge();
    }

    /** Nothing will come any more. */
    void end() {
        ended = true;
        hurry();
    }

    /** Whoever waits here, now or later, is interrupted. */
    void close() {
        closed = true;
        nudge();
    }

    boolean closed() {
        return closed;
    }

    /** How many chunks were ever put in. */
    long pieces() {
        lock.lock();
        try {
            return pieces;
        } finally {
            lock.unlock();
        }
    }

    /** Waits a while, whatever comes, unless it is closed. */
    void pause(Duration wait) throws InterruptedException {
        long end = Clock.system().nanoTime() + wait.toNanos();
        lock.lockInterruptibly();
        try {
            for (long left = wait.toNanos(); left > 0 && !closed; left = end - Clock.system().nanoTime()) {
                change.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
        if (closed) {
            throw new InterruptedException("the pipe stops");
        }
    }

    boolean hurried() {
        return hurry;
    }

    /** Whether empty chunks are wanted too, as signs that a batch had nothing for this output. */
    boolean wantsSigns() {
        return wantsSigns;
    }

    void wantsSigns(boolean wanted) {
        wantsSigns = wanted;
    }
}
