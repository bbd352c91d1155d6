package io.penstock.pipes.state;

import io.penstock.core.event.Event;

/** Takes events nobody could handle. Thread-safe. */
public interface DeadLetterSink {
    /** Keeps an event aside; it is safe once {@link #sync} returned. */
    void add(String node, String reason, Event event);

    /** Makes everything added safe on disk. Quick when there is nothing new. */
    void sync();
}
