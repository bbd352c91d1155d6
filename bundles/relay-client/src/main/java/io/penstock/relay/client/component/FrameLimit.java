package io.penstock.relay.client.component;

import io.penstock.core.error.PenstockException;
import io.penstock.core.event.Event;
import io.penstock.relay.client.block.EventLimit;
import io.penstock.relay.wire.api.RelayProtocol;

/** Refuses what would not fit a frame of a usual server. */
final class FrameLimit implements EventLimit {
    private static final int MAX_EVENT_BYTES = 1 << 20;

    @Override
    public void check(Event event, int bytes) {
        if (bytes > MAX_EVENT_BYTES) {
            throw PenstockException.invalid(RelayProtocol.UNFIT, "an event of " + bytes
                    + " bytes cannot be relayed; at most " + MAX_EVENT_BYTES + " can");
        }
    }
}
