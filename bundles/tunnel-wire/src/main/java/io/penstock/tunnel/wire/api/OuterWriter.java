package io.penstock.tunnel.wire.api;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.Channel;
import java.util.ArrayList;
import java.util.List;

/** Writes a session's bytes to one channel, many small buffers under one header. The session's loop only. */
final class OuterWriter {
    /** A frame ends at a flush, or beyond so many bytes. */
    private static final int FRAME_BYTES = 32 * 1024;
    private static final ByteBufAllocator ALLOCATOR = ByteBufAllocator.DEFAULT;

    private final Channel channel;
    private final List<ByteBuf> waiting = new ArrayList<>();
    private int waitingBytes;

    OuterWriter(Channel channel) {
        this.channel = channel;
    }

    /** @param slice owned; nothing may be written behind its bytes: TLS would use such room for what comes next */
    void data(ByteBuf slice) {
        waiting.add(slice);
        waitingBytes += slice.readableBytes();
        if (waitingBytes >= FRAME_BYTES) {
            endFrame();
        }
    }

    private void endFrame() {
        if (waitingBytes > 0) {
            write(OuterFrame.header(ALLOCATOR, OuterFrame.DATA, waitingBytes));
            waiting.forEach(this::write);
            waiting.clear();
            waitingBytes = 0;
        }
    }

    private void write(ByteBuf bytes) {
        channel.write(bytes, channel.voidPromise());
    }

    void ack(long offset) {
        write(OuterFrame.ack(ALLOCATOR, offset));
    }

    /** What was written before goes first. */
    void close() {
        endFrame();
        write(OuterFrame.close(ALLOCATOR));
        channel.flush();
        channel.close();
    }

    void flush() {
        endFrame();
        channel.flush();
    }

    /** The channel is of no use any more. */
    void discard() {
        waiting.forEach(ByteBuf::release);
        waiting.clear();
        waitingBytes = 0;
        channel.close();
    }
}
