package io.penstock.tunnel.wire.api;

/** How an attempt to reach a target ended. */
public enum OpenCode {
    /** It was reached. */
    OK,
    /** The agent's allow-list, or the rights of the one who asks, do not hold it. */
    DENIED,
    /** Its name has no address, or none could be asked. */
    DNS,
    /** It refused the connection. */
    REFUSED,
    /** It did not answer in time. */
    TIMEOUT,
    /** No way leads there. */
    UNREACHABLE,
    /** No agent that has it is connected. */
    NO_AGENT,
    /** Nobody knows a target of this name. */
    NO_TARGET,
    /** A limit of streams is reached. */
    LIMIT,
    /** A defect; or a code of a newer protocol. */
    INTERNAL,
    /** This end is about to stop. */
    CLOSING
}
