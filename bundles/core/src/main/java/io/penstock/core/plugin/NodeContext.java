package io.penstock.core.plugin;

import io.penstock.core.time.Clock;
import java.nio.file.Path;
import org.osgi.annotation.versioning.ProviderType;

/** What a node may use while it lives. Thread-safe. */
@ProviderType
public interface NodeContext {
    /** The pipe's name. */
    String pipe();

    /** The node's id within the pipe. */
    String node();

    /** The time: read no other clock, so that pipe tests can make it leap. */
    Clock clock();

    /** Compiles expressions. */
    Expressions expressions();

    /** A folder of the node's own that outlives restarts; made at the first call. */
    Path dataFolder();

    /**
     * Says that the node goes on, but not well, and why, beyond what it throws: an output that takes batches into a spool
     * of its own while its receiver is away, say. The pipe shows as DEGRADED until {@link #healthy}. From any thread.
     */
    default void degraded(String reason) {
    }

    /** Takes {@link #degraded} back. */
    default void healthy() {
    }

    /** The product's data folder, where the embedded database and the like lie. */
    Path productDataFolder();
}
