package io.penstock.control.server.store;

import java.time.Duration;

/**
 * What only one of the servers on a store does at a time. Waits for the store: never called from an event loop or from a
 * watcher of changes. Thread-safe.
 */
public interface Leases {
    /**
     * Takes, keeps or lengthens a lease.
     *
     * @return whether it is ours for at least half of {@code time}; false as well when the store cannot be reached
     */
    boolean hold(String name, Duration time);

    /** Gives it back, if it is ours. */
    void release(String name);
}
