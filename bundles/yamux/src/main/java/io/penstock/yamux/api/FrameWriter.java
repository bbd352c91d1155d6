package io.penstock.yamux.api;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

/** Frames to a carrier: headers in slices of one slab, neighbours in one slice; payload as it is. Event loop only. */
final class FrameWriter {
    private static final int SLAB_BYTES = 256 * Header.BYTES;

    private final Carrier carrier;
    private ByteBuf slab = Unpooled.EMPTY_BUFFER;
    private int from;
    private long bytes;

    FrameWriter(Carrier carrier) {
        this.carrier = carrier;
    }

    void header(int type, int flags, int id, int length) {
        if (slab.writableBytes() < Header.BYTES) {
            emit();
            slab.release();
            slab = carrier.buffers().directBuffer(SLAB_BYTES, SLAB_BYTES);
            from = 0;
        }
        Header.write(slab, type, flags, id, length);
        bytes += Header.BYTES;
    }

    /** Takes over the bytes; they follow the headers written so far. */
    void payload(ByteBuf payload) {
        emit();
        bytes += payload.readableBytes();
        carrier.write(payload);
    }

    /** Gives the carrier the headers it does not have yet. */
    void emit() {
        int size = slab.writerIndex() - from;
        if (size > 0) {
            carrier.write(slab.retainedSlice(from, size));
            from = slab.writerIndex();
        }
    }

    /** Bytes written so far. */
    long bytes() {
        return bytes;
    }

    void release() {
        slab.release();
        slab = Unpooled.EMPTY_BUFFER;
        from = 0;
    }
}
