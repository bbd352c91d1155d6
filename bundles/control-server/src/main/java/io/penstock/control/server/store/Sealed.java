package io.penstock.control.server.store;

import java.util.Optional;
import java.util.function.Supplier;

/**
 * Small secrets that all servers on a store share, kept under the master key (AES-256-GCM). Waits for the store, but for
 * {@link #put}. Thread-safe.
 */
public interface Sealed {
    /** What is kept under a name. */
    Optional<byte[]> open(String name);

    /** What is kept under a name, or what is made and kept now; all servers get the same. */
    byte[] openOrMake(String name, Supplier<byte[]> make);

    /** What is kept under a name, within a transaction. */
    Optional<byte[]> open(Rows rows, String name);

    /** Keeps something, in place of what was there. */
    void put(Tx tx, String name, byte[] content);
}
