package io.penstock.tunnel.link;

import io.penstock.tunnel.wire.api.Message;

/** Whoever keeps a session. Called on the session's loop. */
interface SessionOwner {
    /** The gateway let this end in. */
    void accepted(GatewaySession session);

    /** The gateway wants to be left: it told so, or takes no more streams. */
    void drain(GatewaySession session, Message.Drain drain);

    /** Its connection broke; its streams wait for another. */
    void suspended(GatewaySession session, String why);

    /** It goes on, over another connection. */
    void resumed(GatewaySession session);

    /** It is over, accepted or not. Once. */
    void ended(GatewaySession session, Ending ending);
}
