package io.penstock.control.server.http;

import java.util.concurrent.atomic.AtomicLong;

/** How much memory all bodies together may have that came and are not answered yet. Thread-safe. */
final class BodyBudget {
    /** A body of the largest kind (8 MiB) fits eight times. */
    static final long MAX_BYTES = 64L << 20;

    private final AtomicLong taken = new AtomicLong();

    /** @return false: there is no room */
    boolean take(int bytes) {
        if (taken.addAndGet(bytes) > MAX_BYTES) {
            taken.addAndGet(-bytes);
            return false;
        }
        return true;
    }

    void give(int bytes) {
        taken.addAndGet(-bytes);
    }

    long taken() {
        return taken.get();
    }
}
