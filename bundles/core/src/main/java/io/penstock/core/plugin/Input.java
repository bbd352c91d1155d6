package io.penstock.core.plugin;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * Brings events into a pipe. Made for one run: {@link #run} is called once, on a thread of its own; {@link #close} may
 * come from another thread at any time, even before {@code run}.
 */
@ConsumerType
public interface Input extends AutoCloseable {
    /**
     * Reads and emits until there is nothing more (then returns: the input is complete), until closed (then returns
     * soon), or until it cannot go on (then throws).
     *
     * @throws InterruptedException when the pipe stops: pass it on
     * @throws Exception a {@link io.penstock.core.error.PenstockException} of kind INVALID fails the pipe; anything else
     *         degrades it, and a new input is made after a while, from the checkpoint
     */
    void run(InputFeed feed) throws Exception;

    /** Makes {@link #run} return soon and frees everything. Idempotent, quick; the runtime also interrupts the thread. */
    @Override
    void close();
}
