package io.penstock.pipes.run;

import io.penstock.core.event.Event;
import java.util.ArrayList;
import java.util.List;

/** What a node is to take of the batch at hand; copies only where two lists meet. Pipe thread only. */
final class Gathering {
    private List<Event> events = List.of();
    private boolean owned;

    void add(List<Event> more) {
        if (events.isEmpty()) {
            events = more;
        } else if (owned) {
            events.addAll(more);
        } else {
            List<Event> joined = new ArrayList<>(events.size() + more.size());
            joined.addAll(events);
            joined.addAll(more);
            events = joined;
            owned = true;
        }
    }

    boolean isEmpty() {
        return events.isEmpty();
    }

    /** What was gathered so far. */
    List<Event> seen() {
        return events;
    }

    /** Hands out what was gathered, and is empty. */
    List<Event> take() {
        List<Event> taken = events;
        events = List.of();
        owned = false;
        return taken;
    }
}
