package io.penstock.pipes.check;

import io.penstock.core.event.Event;
import io.penstock.core.plugin.Outlet;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Keeps what one call of a step gives. One call, one thread. */
final class RehearsedOutlet implements Outlet {
    private final List<Observer.Emission> emitted = new ArrayList<>();
    private Optional<String> dropped = Optional.empty();
    private boolean held;

    /** Nothing needs to be known of a held event here: nobody waits for its fate. */
    private record Held() implements Hold {
    }

    List<Observer.Emission> emitted() {
        return List.copyOf(emitted);
    }

    String outcome() {
        return dropped.map(reason -> "dropped: " + reason)
                .orElse(!emitted.isEmpty() ? "emitted" : held ? "held" : "filtered");
    }

    @Override
    public void emit(Event event) {
        emit("", event);
    }

    @Override
    public void emit(String port, Event event) {
        emitted.add(new Observer.Emission(port, event));
    }

    @Override
    public void drop(String reason) {
        dropped = Optional.of(reason);
    }

    @Override
    public Hold hold() {
        held = true;
        return new Held();
    }

    @Override
    public void emit(Event event, Collection<Hold> standsFor) {
        emit(event);
    }

    @Override
    public void release(Hold hold) {
        // Nobody waits for its fate.
    }
}
