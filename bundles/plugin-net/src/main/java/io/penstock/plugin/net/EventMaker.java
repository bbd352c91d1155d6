package io.penstock.plugin.net;

import io.penstock.core.event.Event;
import java.time.Instant;

/** Makes an event of one message. Thread-safe. */
@FunctionalInterface
interface EventMaker {
    /** @param peer the sender's address without its port */
    Event event(String message, Instant received, String peer);
}
