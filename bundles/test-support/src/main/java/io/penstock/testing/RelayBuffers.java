package io.penstock.testing;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;

/** Direct buffers that are used again. One thread. */
final class RelayBuffers {
    static final int BYTES = 256 << 10;
    private static final int SMALL = 16 << 10;
    private static final int MAX_FREE = 512;

    private final ArrayDeque<ByteBuffer> free = new ArrayDeque<>();

    ByteBuffer take() {
        ByteBuffer buffer = free.poll();
        return buffer == null ? ByteBuffer.allocateDirect(BYTES) : buffer.clear();
    }

    void give(ByteBuffer buffer) {
        if (buffer.isDirect() && free.size() < MAX_FREE) {
            free.push(buffer);
        }
    }

    /** What was read into a taken buffer, to be kept: little of it in a buffer of its own, so that it holds no large one. */
    ByteBuffer kept(ByteBuffer read) {
        read.flip();
        if (read.remaining() > SMALL) {
            return read;
        }
        ByteBuffer small = ByteBuffer.allocate(read.remaining()).put(read).flip();
        give(read);
        return small;
    }
}
