package io.penstock.tunnel.wire.api;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;

/**
 * The frames of the resumption layer, between TLS and yamux.
 *
 * <pre>
 * 0      1               4            4 + length
 * +------+---------------+------------+
 * | type | length, 24 bit| payload    |   big-endian
 * +------+---------------+------------+
 * 0 DATA     bytes of the session; they alone are counted by offsets
 * 1 ACK      offset, 64 bit: all DATA before it has been received
 * 2 CONTROL  one message, as JSON: only until a session is resumed
 * 3 CLOSE    empty: the session is over, do not wait for it
 * </pre>
 *
 * Frames of other types are passed over.
 */
final class OuterFrame {
    static final int DATA = 0;
    static final int ACK = 1;
    static final int CONTROL = 2;
    static final int CLOSE = 3;

    static final int HEADER_BYTES = 4;

    private OuterFrame() {
    }

    static ByteBuf header(ByteBufAllocator allocator, int type, int length) {
        return allocator.buffer(HEADER_BYTES).writeInt(type << 24 | length);
    }

    static ByteBuf ack(ByteBufAllocator allocator, long offset) {
        return allocator.buffer(HEADER_BYTES + Long.BYTES).writeInt(ACK << 24 | Long.BYTES).writeLong(offset);
    }

    static ByteBuf control(ByteBufAllocator allocator, Envelope envelope) {
        byte[] body = envelope.body().shared();
        return allocator.buffer(HEADER_BYTES + body.length).writeInt(CONTROL << 24 | body.length).writeBytes(body);
    }

    static ByteBuf close(ByteBufAllocator allocator) {
        return header(allocator, CLOSE, 0);
    }
}
