package io.penstock.relay.server;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Counts connections: those that have not proved who they are, and those that have. While there are too many of the
 * former no more are accepted: they wait where the operating system keeps them. Thread-safe.
 */
final class Gate {
    private final RelayLimits limits;
    private final AtomicInteger strangers = new AtomicInteger();
    private final AtomicInteger guests = new AtomicInteger();
    private volatile Runnable reopen = () -> { };

    Gate(RelayLimits limits) {
        this.limits = limits;
    }

    /** What to do when there is room for strangers again. */
    void whenRoom(Runnable action) {
        reopen = action;
    }

    /** One more has been accepted. */
    void strangerCame() {
        strangers.incrementAndGet();
    }

    void strangerWent() {
        if (strangers.decrementAndGet() < limits.unauthenticated()) {
            reopen.run();
        }
    }

    /** Whether more may be accepted. */
    boolean hasRoomForStrangers() {
        return strangers.get() < limits.unauthenticated();
    }

    /** Whether one that proves who it is would find a place now. */
    boolean hasRoomForGuests() {
        return guests.get() < limits.connections();
    }

    /** Takes a place; false when there is none. */
    boolean guestCame() {
        if (guests.incrementAndGet() > limits.connections()) {
            guests.decrementAndGet();
            return false;
        }
        return true;
    }

    void guestWent() {
        guests.decrementAndGet();
    }

    int guests() {
        return guests.get();
    }

    int strangers() {
        return strangers.get();
    }
}
