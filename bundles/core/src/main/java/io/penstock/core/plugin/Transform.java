package io.penstock.core.plugin;

import io.penstock.core.event.Event;
import java.time.Instant;
import java.util.Optional;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Changes events on their way. Called by one thread at a time, the pipe's own: keeps state without locks, must not block.
 * An event that is neither emitted, held nor dropped during {@link #apply} counts as filtered: its work is done.
 */
@ConsumerType
public interface Transform extends AutoCloseable {
    /**
     * Takes one event.
     *
     * @throws io.penstock.core.error.PenstockException the event goes where the step's {@code on-error} says; what it
     *         emitted before throwing is taken back
     */
    void apply(Event event, Outlet out);

    /** When {@link #wake} wants to be called next; empty for never. Asked after every call. */
    default Optional<Instant> wakeAt() {
        return Optional.empty();
    }

    /** The time asked for has come: emit what is due. */
    default void wake(Instant now, Outlet out) {
    }

    /** No event will come any more (the inputs are complete): emit or release everything held. */
    default void finish(Outlet out) {
    }

    /** Frees what it has. Events still held are offered again by their inputs. */
    @Override
    default void close() {
    }
}
