package io.penstock.tunnel.link;

import io.penstock.tunnel.wire.api.Message;
import io.penstock.tunnel.wire.api.PeerKind;
import io.penstock.yamux.api.StreamAcceptor;

/** What connections are for: an agent dials targets, a visitor opens streams. Called on each session's loop. */
public interface Duty {
    /** Who dials. */
    PeerKind kind();

    /** Takes the streams that the gateway opens on this session, from the moment it has let this end in. */
    StreamAcceptor streams(GatewaySession session);

    /** The gateway let this end in. */
    void online(GatewaySession session);

    /** The gateway said something that is not about the connection itself. */
    void message(GatewaySession session, Message message);

    /** The session, which was online, has ended. */
    void ended(GatewaySession session);
}
