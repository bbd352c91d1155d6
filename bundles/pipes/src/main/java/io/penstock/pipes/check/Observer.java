package io.penstock.pipes.check;

import io.penstock.core.event.Event;
import java.util.List;
import java.util.Optional;

/** Sees what every step does. */
interface Observer {
    /** Looks away. */
    Observer NONE = (step, plugin, in, out, outcome, nanos) -> { };

    /** Something a step gave. */
    record Emission(String port, Event event) {
    }

    /**
     * A step did something.
     *
     * @param in the event it was given; empty when it was woken
     * @param outcome {@code emitted}, {@code filtered}, {@code held}, {@code dropped: why}, {@code failed: why}
     */
    void saw(String step, String plugin, Optional<Event> in, List<Emission> out, String outcome, long nanos);
}
