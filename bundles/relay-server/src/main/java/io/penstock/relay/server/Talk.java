package io.penstock.relay.server;

import io.penstock.relay.wire.api.Frame;

/** What a connection does with what it hears, at one stage of its life. Event loop only. */
interface Talk {
    /**
     * Takes a frame.
     *
     * @throws io.penstock.core.error.PenstockException when it is not one that may come now: the connection is rejected
     */
    void take(Frame frame);

    /** Looks what is due. Called every so often. */
    void tick();

    /** The connection takes more again. */
    default void writable() {
    }

    /** Whether what was queued is forgotten when the connection ends, since it will be sent again. */
    default boolean repeats() {
        return true;
    }

    /** The connection has ended, or another talk follows. */
    default void end() {
    }
}
