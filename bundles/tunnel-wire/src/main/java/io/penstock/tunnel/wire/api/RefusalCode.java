package io.penstock.tunnel.wire.api;

/** Why a gateway takes no connection. None is final: whoever is refused tries again, slowly. */
public enum RefusalCode {
    /** Unknown id, wrong key or wrong TLS session: nobody is told which. */
    UNAUTHENTICATED,
    /** Another process with this id is connected, and alive. */
    DUPLICATE,
    /** Known, but switched off by somebody. */
    DISABLED,
    /** No version in common. */
    VERSION,
    /** Too many connections or sessions for now. */
    BUSY,
    /** The gateway stops. */
    CLOSING,
    /** What was sent is no message, or none that may come now. */
    MALFORMED,
    /** A session to be resumed is not known any more: begin a new one. */
    NO_SESSION,
    /** A code of a newer protocol. */
    OTHER
}
