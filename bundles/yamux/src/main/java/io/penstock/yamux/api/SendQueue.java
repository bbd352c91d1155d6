package io.penstock.yamux.api;

import io.netty.buffer.ByteBuf;
import java.util.ArrayDeque;

/** What a stream has yet to send, and how much the peer takes. Event loop only. */
final class SendQueue {
    /** A queue that was longer gives its memory back when it is empty: most streams are idle. */
    private static final int KEPT_PARTS = 64;

    /** What a part costs besides its bytes: who sends single bytes must not fill the memory with them. */
    private static final int PART_BYTES = 256;

    private ArrayDeque<ByteBuf> parts = new ArrayDeque<>(1);
    private boolean grown;
    private long bytes;
    private long credit = YamuxSettings.SPECIFIED_WINDOW;

    void add(ByteBuf part) {
        parts.add(part);
        bytes += part.readableBytes();
        grown |= parts.size() > KEPT_PARTS;
    }

    long bytes() {
        return bytes;
    }

    /** The memory it takes, about. */
    long cost() {
        return bytes + (long) PART_BYTES * parts.size();
    }

    boolean isEmpty() {
        return bytes == 0;
    }

    /** Whether the next frame may carry at least a byte. */
    boolean canSend() {
        return bytes > 0 && credit > 0;
    }

    /** The payload of the next frame, at most {@code limit}. */
    int next(int limit) {
        return (int) Math.min(limit, Math.min(bytes, credit));
    }

    /** Moves so many bytes out, which {@link #next} allowed. */
    void take(int size, FrameWriter out) {
        bytes -= size;
        credit -= size;
        int left = size;
        while (left > 0) {
            int first = parts.peek().readableBytes();
            out.payload(first <= left ? parts.poll() : parts.peek().readRetainedSlice(left));
            left -= Math.min(first, left);
        }
        if (bytes == 0 && grown) {
            parts = new ArrayDeque<>(1);
            grown = false;
        }
    }

    /** The peer takes more; false when that is more than it can count. */
    boolean raise(long delta) {
        if (credit + delta > Header.MAX_LENGTH) {
            return false;
        }
        credit += delta;
        return true;
    }

    void clear() {
        parts.forEach(ByteBuf::release);
        parts = new ArrayDeque<>(1);
        bytes = 0;
    }
}
