package io.penstock.tunnel.link;

import io.penstock.tunnel.wire.api.Message;

/** Whoever keeps a session. Called on the session's loop. */
interface SessionOwner {
    /** The gateway let this end in. */
    void accepted(GatewaySession session);

    /** The gateway wants to be left: it told so, or takes no more streams. */
    void drain(GatewaySession session, Message.Drain drain);

    /** It is over, accepted or not. Once. */
    void ended(GatewaySession session, Ending ending);
}
