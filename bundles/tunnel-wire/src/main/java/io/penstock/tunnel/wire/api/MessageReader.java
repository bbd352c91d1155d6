package io.penstock.tunnel.wire.api;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.Optional;

/** Cuts a stream into messages, until its rest is wanted raw. One thread. */
public final class MessageReader implements AutoCloseable {
    private final int maxBytes;
    /** Not more than one message and what one read brought: complete messages are taken out at once. */
    private ByteBuf held = Unpooled.EMPTY_BUFFER;
    /** Whether {@link #held} was made here, and so may be written to. */
    private boolean own;
    private int taken;
    private long ignored;

    /** @param maxBytes longest body */
    public MessageReader(int maxBytes) {
        this.maxBytes = maxBytes;
    }

    /** Takes bytes; owns them. */
    public void add(ByteBuf bytes) {
        if (!held.isReadable()) {
            held.release();
            held = bytes;
            own = false;
            return;
        }
        try {
            grown(bytes.readableBytes()).writeBytes(bytes);
        } finally {
            bytes.release();
        }
    }

    /** A message that comes in many pieces is not copied again with each of them. */
    private ByteBuf grown(int more) {
        if (!own) {
            ByteBuf copy = held.alloc().buffer(held.readableBytes() + more).writeBytes(held);
            held.release();
            held = copy;
            own = true;
        }
        return held.discardSomeReadBytes();
    }

    /**
     * The next message that is complete and known; others are left out, and counted.
     *
     * @throws io.penstock.core.error.PenstockException INVALID {@code tunnel.message}: end the stream
     */
    public Optional<Envelope> next() {
        while (held.readableBytes() >= Integer.BYTES) {
            long length = held.getUnsignedInt(held.readerIndex());
            if (length > maxBytes) {
                throw JsonObject.wrong("it says it has " + length + " bytes, and " + maxBytes + " are the most here");
            }
            if (held.readableBytes() < Integer.BYTES + length) {
                return Optional.empty();
            }
            Optional<Envelope> envelope = Envelope.read(body((int) length));
            if (envelope.isPresent()) {
                return envelope;
            }
            ignored++;
        }
        return Optional.empty();
    }

    private byte[] body(int length) {
        byte[] body = new byte[length];
        held.skipBytes(Integer.BYTES).readBytes(body);
        taken += Integer.BYTES + length;
        return body;
    }

    /** What comes after the messages read so far; may be empty; the caller owns it. Nothing can be added from here. */
    public ByteBuf rest() {
        ByteBuf rest = held;
        held = Unpooled.EMPTY_BUFFER;
        return rest;
    }

    /** Bytes that became messages since this was last asked: what {@code YamuxStream.consumed} is to be told. */
    public int taken() {
        int bytes = taken;
        taken = 0;
        return bytes;
    }

    /** Messages of unknown types so far. */
    public long ignored() {
        return ignored;
    }

    /** Frees what is left. Idempotent. */
    @Override
    public void close() {
        rest().release();
    }
}
