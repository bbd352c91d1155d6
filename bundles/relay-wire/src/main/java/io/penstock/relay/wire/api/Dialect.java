package io.penstock.relay.wire.api;

/** Whose protocol a connection speaks; the first frame of the side that connected tells. */
public enum Dialect {
    /** Our own: acknowledged, versioned. */
    PENSTOCK,
    /** Alumet's relay, version 2: no acknowledgement, no identity. */
    ALUMET
}
