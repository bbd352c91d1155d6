package io.penstock.tunnel.wire.api;

/** Two byte streams joined: each one's bytes, end and breaking become the other's. */
public interface Splice {
    /** Bytes from the left side so far. Any thread. */
    long leftBytes();

    /** Bytes from the right side so far. Any thread. */
    long rightBytes();

    /** Breaks both sides, with this as the report's message. Any thread. Idempotent. */
    void close(String why);
}
