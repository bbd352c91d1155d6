package io.penstock.tunnel.gateway;

import java.util.concurrent.atomic.AtomicInteger;

/** Places in use, of as many as the settings give. Thread-safe. */
final class Quota {
    private final AtomicInteger used = new AtomicInteger();

    /** Takes a place; false when {@code most} are in use. */
    boolean take(int most) {
        if (used.incrementAndGet() > most) {
            used.decrementAndGet();
            return false;
        }
        return true;
    }

    void giveBack() {
        used.decrementAndGet();
    }

    int used() {
        return used.get();
    }
}
