package io.penstock.tunnel.wire.api;

/** What a socket is for: decides its options. */
public enum SocketUse {
    /** Carries a tunnel: notices a dead peer, keeps little in the kernel that could overtake nothing. */
    TUNNEL,
    /** A client's or a target's: half-close, keepalive; starts without reading. */
    LOCAL,
    /** Carries requests of one client: notices a dead peer, reads only when it is asked to; wants a handler. */
    REQUESTS
}
