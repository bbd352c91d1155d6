package io.penstock.tunnel.gateway;

import io.penstock.tunnel.gateway.audit.EndReason;
import io.penstock.tunnel.wire.api.Message;
import io.penstock.yamux.api.StreamEvents;
import io.penstock.yamux.api.YamuxStream;

/** Somebody who has proved who it is, on one connection. What comes from the connection comes on its loop. */
interface Guest {
    /** A message on the control stream. */
    void message(Message message);

    /** A stream it opened. */
    StreamEvents accept(YamuxStream stream);

    /** Its connection is lost, but its session may go on over another: streams wait. */
    void suspended(String why);

    /** It goes on. */
    void resumed();

    /** It takes no more streams. */
    void goingAway();

    /** The connection is gone; every stream of it was reset, or is about to be. Called once. */
    void lost(Throwable cause);

    /** Asks for another connection and to leave this one. Any thread. */
    void drain(String reason, long deadlineMs);

    /** Ends it at once. Any thread, idempotent. */
    void end(EndReason reason);
}
