package io.penstock.pipes.run;

import io.penstock.core.event.Event;
import java.util.List;

/** Who takes what comes out of one port. Pipe thread only. */
final class Fanout {
    static final Fanout NOWHERE = new Fanout(List.of());

    private final Gathering[] targets;

    Fanout(List<Gathering> targets) {
        this.targets = targets.toArray(new Gathering[0]);
    }

    boolean isEmpty() {
        return targets.length == 0;
    }

    /** Hands a list on; it is not changed any more. */
    void pass(List<Event> events) {
        for (Gathering target : targets) {
            target.add(events);
        }
    }
}
