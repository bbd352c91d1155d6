package io.penstock.tunnel.wire.api;

import io.netty.buffer.ByteBuf;
import io.penstock.core.error.PenstockException;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.Consumer;

/** What was sent and not acknowledged, to be sent again. One thread. */
final class ReplayBuffer {
    /** From here nothing new is taken. */
    static final int MAX_BYTES = 8 * 1024 * 1024;
    /** What a buffer costs beyond its bytes. */
    private static final int ENTRY_BYTES = 256;

    private final Queue<ByteBuf> kept = new ArrayDeque<>();
    private long acked;
    private long end;

    /** Takes bytes; owns them. */
    void add(ByteBuf bytes) {
        end += bytes.readableBytes();
        kept.add(bytes);
    }

    boolean isEmpty() {
        return kept.isEmpty();
    }

    boolean isFull() {
        return end - acked + (long) kept.size() * ENTRY_BYTES >= MAX_BYTES;
    }

    /**
     * Forgets what comes before an offset.
     *
     * @throws PenstockException INVALID {@code tunnel.message}: that was never sent, or acknowledged before
     */
    void acked(long offset) {
        if (offset < acked || offset > end) {
            throw PenstockException.invalid("tunnel.message", "the other end acknowledges " + offset + ", and what was sent is "
                    + acked + " to " + end);
        }
        while (acked < offset) {
            ByteBuf first = kept.element();
            int step = (int) Math.min(first.readableBytes(), offset - acked);
            first.skipBytes(step);
            acked += step;
            if (!first.isReadable()) {
                kept.remove().release();
            }
        }
    }

    /** All that is kept, in order; the receiver owns what it gets. */
    void replay(Consumer<ByteBuf> to) {
        kept.forEach(bytes -> to.accept(bytes.retainedSlice()));
    }

    void release() {
        kept.forEach(ByteBuf::release);
        kept.clear();
    }
}
