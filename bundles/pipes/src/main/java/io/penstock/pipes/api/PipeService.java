package io.penstock.pipes.api;

import io.penstock.core.event.Event;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The pipes of this runtime; a service. Thread-safe. Whatever names a pipe or node that is not there is NOT_FOUND
 * ({@code pipes.unknown}).
 */
@ProviderType
public interface PipeService {
    /** All pipes, by name. */
    List<PipeStatus> pipes();

    /** One pipe. */
    Optional<PipeStatus> pipe(String name);

    /** Drains and stops a pipe until it is resumed; waits for that. */
    void pause(String name) throws InterruptedException;

    /** Starts a paused, failed or completed pipe from its checkpoint; does not wait until it runs. */
    void resume(String name) throws InterruptedException;

    /** Drains a pipe and starts it again from its checkpoint; waits until it is on its way up. */
    void restart(String name) throws InterruptedException;

    /**
     * Shows what passes a node, until closed or the pipe is rebuilt. Delivery is not touched.
     *
     * @param viewer called with unmodifiable lists on the pipe's own thread: it must be quick, and never throws
     */
    AutoCloseable tap(String pipe, String node, Consumer<List<Event>> viewer);

    /** A pipe's dead letters, oldest first. */
    List<DeadLetter> deadLetters(String pipe, Predicate<DeadLetter> wanted, int limit);

    /**
     * Sends dead letters into the node that could not handle them, again, and takes those that are delivered out. One
     * that fails again is kept anew.
     *
     * @return how many were delivered within the deadline
     */
    long replay(String pipe, Predicate<DeadLetter> wanted, int limit, Duration deadline) throws InterruptedException;

    /** Throws a pipe's dead letters away; gives how many. */
    long purge(String pipe);
}
