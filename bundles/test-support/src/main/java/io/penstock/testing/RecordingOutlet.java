package io.penstock.testing;

import io.penstock.core.event.Event;
import io.penstock.core.plugin.Outlet;
import io.penstock.core.plugin.Transform;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** An outlet that keeps what a transform does, and checks that holds are used up once. One thread. */
public final class RecordingOutlet implements Outlet {
    private final Map<String, List<Event>> emitted = new LinkedHashMap<>();
    private final List<String> drops = new ArrayList<>();
    private final List<TestHold> open = new ArrayList<>();

    /** Applies a transform to events, in order. */
    public RecordingOutlet apply(Transform transform, Event... events) {
        for (Event event : events) {
            transform.apply(event, this);
        }
        return this;
    }

    @Override
    public void emit(Event event) {
        emit("", event);
    }

    @Override
    public void emit(String port, Event event) {
        emitted.computeIfAbsent(port, key -> new ArrayList<>()).add(event);
    }

    @Override
    public void drop(String reason) {
        drops.add(reason);
    }

    @Override
    public Hold hold() {
        TestHold hold = new TestHold();
        open.add(hold);
        return hold;
    }

    @Override
    public void emit(Event event, Collection<Hold> standsFor) {
        emit(event);
        standsFor.forEach(this::release);
    }

    @Override
    public void release(Hold hold) {
        if (!open.remove((TestHold) hold)) {
            throw new AssertionError("a hold was used up twice");
        }
    }

    /** What came out of the default port. */
    public List<Event> events() {
        return events("");
    }

    /** What came out of a port. */
    public List<Event> events(String port) {
        return List.copyOf(emitted.getOrDefault(port, List.of()));
    }

    /** The reasons of drops, in order. */
    public List<String> drops() {
        return List.copyOf(drops);
    }

    /** How many holds are not used up. */
    public int held() {
        return open.size();
    }

    private static final class TestHold implements Hold {
    }
}
