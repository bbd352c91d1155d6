package io.penstock.control.server.store;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** What was changed on the store, by whichever server, in the order of commits and without a gap. Thread-safe. */
public interface ChangeFeed {
    /**
     * Tells a watcher of everything from now on: own writes before they are answered, other servers' within 5 seconds. It is
     * called on the feed's one thread: it must be short, and wait for no write; what it throws is logged and forgotten.
     *
     * @return ends it
     */
    AutoCloseable watch(Consumer<List<Change>> watcher);

    /** The number of the newest change that was told. */
    long newest();

    /** Changes after a number, oldest first, as many as are still kept; the first may have a higher number than the next. */
    CompletableFuture<List<Change>> since(long seq, int limit);
}
