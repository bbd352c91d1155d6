package io.penstock.tunnel.wire.api;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.Optional;

/**
 * A message together with the very bytes it is sent as: proofs are made over those. Immutable.
 *
 * @param body the JSON, without its length
 */
public record Envelope(Message message, Octets body) {
    /** Writes a message; PenstockException BUG {@code tunnel.message} when it is longer than the control stream allows. */
    public static Envelope of(Message message) {
        return new Envelope(message, Octets.wrap(MessageCodec.write(message)));
    }

    /**
     * Reads a body.
     *
     * @return empty for a type of message that this version does not know
     * @throws io.penstock.core.error.PenstockException INVALID {@code tunnel.message}: no message
     */
    public static Optional<Envelope> read(byte[] body) {
        return MessageCodec.read(body).map(message -> new Envelope(message, Octets.wrap(body)));
    }

    /** Length and body, for the caller to send. */
    public ByteBuf frame(ByteBufAllocator allocator) {
        byte[] bytes = body.shared();
        return allocator.buffer(Integer.BYTES + bytes.length).writeInt(bytes.length).writeBytes(bytes);
    }
}
