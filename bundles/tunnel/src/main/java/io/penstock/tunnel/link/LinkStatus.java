package io.penstock.tunnel.link;

import java.time.Instant;

/**
 * How one of the connections is. Immutable.
 *
 * @param gateway the one it has, had, or tries
 * @param reason why it is not online; empty while it is, and before anything failed
 * @param since when this phase began
 * @param refused whether the gateway answered, and said no: it will not say yes soon
 */
public record LinkStatus(Phase phase, String gateway, String reason, Instant since, boolean refused) {
    /** What stage it is at. */
    public enum Phase {
        /** Tried, and never let in. */
        NEVER_CONNECTED,
        /** Was online. */
        OFFLINE,
        /** The gateway says that another process has this id. */
        DUPLICATE_REFUSED,
        /** The gateway says that somebody switched this id off. */
        DISABLED,
        /** The first attempts, none of which failed yet. */
        CONNECTING,
        /** The connection broke; its streams wait for another, half a minute at most. */
        RESUMING,
        /** Let in. */
        ONLINE
    }

    static LinkStatus connecting(String gateway, Instant now) {
        return new LinkStatus(Phase.CONNECTING, gateway, "", now, false);
    }

    /** This, or the same with another reason; {@code since} is kept where the phase is. */
    LinkStatus to(Phase next, String where, String why, Instant now) {
        return new LinkStatus(next, where, why, next == phase ? since : now, false);
    }

    /** This, as the answer of a gateway that said no. */
    LinkStatus asRefusal() {
        return new LinkStatus(phase, gateway, reason, since, true);
    }
}
