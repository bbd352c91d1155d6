package io.penstock.tunnel.wire.api;

import io.netty.buffer.ByteBuf;
import java.util.Optional;

/** Cuts a stream into messages, until its rest is wanted raw. One thread. */
public final class MessageReader implements AutoCloseable {
    /** @param maxBytes longest body */
    public MessageReader(int maxBytes) {
        throw new UnsupportedOperationException();
    }

    /** Takes bytes; owns them. */
    public void add(ByteBuf bytes) {
        throw new UnsupportedOperationException();
    }

    /**
     * The next message that is complete and known; others are left out, and counted.
     *
     * @throws io.penstock.core.error.PenstockException INVALID {@code tunnel.message}: end the stream
     */
    public Optional<Envelope> next() {
        throw new UnsupportedOperationException();
    }

    /** What comes after the messages read so far; may be empty; the caller owns it. Nothing can be added from here. */
    public ByteBuf rest() {
        throw new UnsupportedOperationException();
    }

    /** Bytes that became messages since this was last asked: what {@code YamuxStream.consumed} is to be told. */
    public int taken() {
        throw new UnsupportedOperationException();
    }

    /** Messages of unknown types so far. */
    public long ignored() {
        throw new UnsupportedOperationException();
    }

    /** Frees what is left. Idempotent. */
    @Override
    public void close() {
        throw new UnsupportedOperationException();
    }
}
