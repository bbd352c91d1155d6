package io.penstock.relay.client.block;

import io.penstock.core.event.Event;

/** Refuses events that can be encoded but not sent. Writer only. */
@FunctionalInterface
public interface EventLimit {
    /**
     * Looks at an event that was just encoded.
     *
     * @throws io.penstock.core.error.PenstockException INVALID ({@code relay.event}) when it cannot be sent
     */
    void check(Event event, int bytes);
}
