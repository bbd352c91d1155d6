package io.penstock.pipes.run;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * How many bytes of events a pipe may have in memory. Inputs wait for room; what comes out of steps is counted without
 * waiting, since what went in is given back at once. A batch larger than the whole budget is let in alone. Thread-safe.
 */
final class ByteBudget {
    /** How many times the budget may be in memory while an output puts together what was under way before a restart. */
    static final int RELAXED = 4;

    private final long max;
    private final Runnable pressure;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition room = lock.newCondition();
    private final AtomicInteger waiting = new AtomicInteger();
    private long used;
    private int relaxed;

    /** @param pressure called, under no lock, when an input begins to wait: outputs close their batches then */
    ByteBudget(long max, Runnable pressure) {
        this.max = max;
        this.pressure = pressure;
    }

    /** Waits for room and takes it. */
    void acquire(long bytes) throws InterruptedException {
        if (tryAcquire(bytes)) {
            return;
        }
        waiting.incrementAndGet();
        try {
            pressure.run();
            await(bytes);
        } finally {
            waiting.decrementAndGet();
        }
    }

    private boolean tryAcquire(long bytes) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            if (!fits(bytes)) {
                return false;
            }
            used += bytes;
            return true;
        } finally {
            lock.unlock();
        }
    }

    private void await(long bytes) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (!fits(bytes)) {
                room.await();
            }
            used += bytes;
        } finally {
            lock.unlock();
        }
    }

    private boolean fits(long bytes) {
        return used == 0 || used + bytes <= (relaxed > 0 ? max * RELAXED : max);
    }

    /**
     * An output waits for events that may stand behind others, which it cannot deliver before: lets more in, so that
     * they come. Ends with {@link #tighten}.
     */
    void relax() {
        lock.lock();
        try {
            relaxed++;
            room.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Lets everybody in from now on: the pipe closes. */
    void open() {
        lock.lock();
        try {
            used = Long.MIN_VALUE / 2;
            room.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Takes {@link #relax} back. */
    void tighten() {
        lock.lock();
        relaxed--;
        lock.unlock();
    }

    /** Takes room that may not be there. */
    void force(long bytes) {
        lock.lock();
        used += bytes;
        lock.unlock();
    }

    /** Gives room back. */
    void release(long bytes) {
        lock.lock();
        try {
            used -= bytes;
            if (waiting.get() > 0) {
                room.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Whether an input waits for room. */
    boolean pressed() {
        return waiting.get() > 0;
    }

    /** What is taken now. */
    long used() {
        lock.lock();
        try {
            return used;
        } finally {
            lock.unlock();
        }
    }
}
