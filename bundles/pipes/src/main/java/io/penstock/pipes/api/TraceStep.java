package io.penstock.pipes.api;

import io.penstock.core.event.Event;
import io.penstock.core.event.EventText;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What one node did with one event. Immutable.
 *
 * @param node the node's id
 * @param plugin its plugin's name
 * @param in the event it was given; empty for an input, and for a step whose time had come
 * @param out what it gave, in order
 * @param outcome {@code read}, {@code emitted}, {@code filtered}, {@code held}, {@code dropped: why} or {@code failed…: why}
 * @param nanos how long it took
 */
public record TraceStep(String node, String plugin, Optional<Event> in, List<Emission> out, String outcome, long nanos) {
    /** An event given to a port; the default port is the empty text. */
    public record Emission(String port, Event event) {
    }

    /** One line for the step, one for every event it gave. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(String.format(Locale.ROOT, "%s (%s) %s in %.1f us", node, plugin, outcome,
                nanos / 1000.0));
        for (Emission emission : out) {
            text.append("\n  -> ").append(emission.port().isEmpty() ? "" : emission.port() + ": ")
                    .append(EventText.json(emission.event()));
        }
        return text.toString();
    }
}
