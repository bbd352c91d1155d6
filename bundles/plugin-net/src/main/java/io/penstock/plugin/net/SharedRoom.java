package io.penstock.plugin.net;

import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What all connections of one listener may take together, so that many senders of long, unfinished messages cannot fill
 * the heap. Thread-safe.
 */
final class SharedRoom {
    private static final long MIN_LIMIT_BYTES = 32L << 20;
    /** So much a connection may always have. */
    private static final int FREE_BYTES = 16 << 10;
    /** So many connections cut their bytes into events at a time; the others wait with what they have read. */
    private static final int MAX_TURNS = 8;

    private final long limitBytes;
    private final AtomicLong used = new AtomicLong();
    private volatile boolean full;
    private final Semaphore turns = new Semaphore(MAX_TURNS, true);

    SharedRoom(int maxMessageBytes) {
        this.limitBytes = Math.max(MIN_LIMIT_BYTES, 2L * maxMessageBytes);
    }

    /** One connection's share. One thread. */
    final class Share {
        private long held;

        /** Tells how much the connection's unfinished message takes now; false when that is too much. */
        boolean holds(int bytes) {
            long counted = Math.max(0, bytes - FREE_BYTES);
            long all = used.addAndGet(counted - held);
            boolean grown = counted > held;
            held = counted;
            if (grown && all > limitBytes) {
                full = true;
                return false;
            }
            return true;
        }
    }

    Share share() {
        return new Share();
    }

    /** Whether there is room again after there was none; true once. */
    boolean relieved() {
        boolean relieved = full && used.get() < limitBytes / 2;
        full &= !relieved;
        return relieved;
    }

    void takeTurn() throws InterruptedException {
        turns.acquire();
    }

    void endTurn() {
        turns.release();
    }
}
