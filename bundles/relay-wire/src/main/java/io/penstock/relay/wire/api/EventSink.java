package io.penstock.relay.wire.api;

import io.penstock.core.event.Event;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/** Takes a frame's events, in order. One thread, one frame. */
final class EventSink {
    private final long first;
    private final Event[] events;
    private final List<Unfit> unfit = new ArrayList<>();
    private int size;

    EventSink(long first, int count) {
        this.first = first;
        events = new Event[count];
    }

    void event(Event event) {
        events[size++] = event;
    }

    void unfit(String reason) {
        unfit.add(new Unfit(first + size + unfit.size(), reason));
    }

    Decoded toDecoded(long epoch, int count) {
        List<Event> list = Collections.unmodifiableList(Arrays.asList(size == events.length ? events
                : Arrays.copyOf(events, size)));
        return new Decoded(epoch, first, count, list, List.copyOf(unfit));
    }
}
