package io.penstock.pipes.run;

import io.penstock.core.event.Event;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** Who looks at events as they pass. Costs one read of an empty list where nobody does. Thread-safe. */
final class Taps {
    private final List<Tap> taps = new CopyOnWriteArrayList<>();

    /** @param node the input or step that emitted the events, or the output they came to */
    private record Tap(String node, Consumer<List<Event>> viewer) {
    }

    /** Shows a viewer, on the pipe's thread, what passes a node, until closed. The viewer must be quick. */
    Runnable open(String node, Consumer<List<Event>> viewer) {
        Tap tap = new Tap(node, viewer);
        taps.add(tap);
        return () -> taps.remove(tap);
    }

    void seen(String node, List<Event> events) {
        if (taps.isEmpty() || events.isEmpty()) {
            return;
        }
        for (Tap tap : taps) {
            if (tap.node().equals(node)) {
                tap.viewer().accept(events);
            }
        }
    }

    void seen(String node, Gathering inlet) {
        if (!taps.isEmpty()) {
            seen(node, inlet.seen());
        }
    }
}
