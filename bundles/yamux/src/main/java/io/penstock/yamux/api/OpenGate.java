package io.penstock.yamux.api;

import java.util.ArrayDeque;
import java.util.Optional;

/**
 * Lets this end's new streams out while fewer than 256 wait for the peer's ACK: other implementations refuse streams or end
 * the session beyond that. The others wait here. Event loop only.
 */
final class OpenGate {
    private static final int MAX_UNACKED = 255;

    private final ArrayDeque<YamuxStream> held = new ArrayDeque<>();
    private int unacked;

    /** Whether the stream may be announced now; if not, it waits here. */
    boolean passes(YamuxStream stream) {
        if (unacked < MAX_UNACKED) {
            unacked++;
            return true;
        }
        held.add(stream);
        return false;
    }

    /** One that had passed was acknowledged or has ended: the one to announce instead. */
    Optional<YamuxStream> left() {
        unacked--;
        Optional<YamuxStream> next = Optional.ofNullable(held.poll());
        unacked += next.isPresent() ? 1 : 0;
        return next;
    }

    /** One that may wait here has ended; true when it did wait. */
    boolean forget(YamuxStream stream) {
        return held.remove(stream);
    }
}
