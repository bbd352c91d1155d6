package io.penstock.yamux.api;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.ArrayDeque;
import java.util.random.RandomGenerator;

/** One way of a connection: bytes are kept until moved, cut and joined at random. Writable while fewer wait than it holds. */
final class Pipe implements Carrier {
    private final ByteBufAllocator buffers;
    private final int capacity;
    private final ArrayDeque<ByteBuf> parts = new ArrayDeque<>();
    private int unflushed;
    private int flushed;
    boolean closed;
    boolean blocked;
    long most;

    Pipe(ByteBufAllocator buffers, int capacity) {
        this.buffers = buffers;
        this.capacity = capacity;
    }

    @Override
    public boolean isWritable() {
        return !blocked && !closed && unflushed + flushed < capacity;
    }

    @Override
    public void write(ByteBuf bytes) {
        if (closed) {
            bytes.release();
            return;
        }
        unflushed += bytes.readableBytes();
        parts.add(bytes);
    }

    @Override
    public void flush() {
        flushed += unflushed;
        unflushed = 0;
        most = Math.max(most, flushed);
    }

    @Override
    public ByteBufAllocator buffers() {
        return buffers;
    }

    @Override
    public void close() {
        closed = true;
    }

    int waiting() {
        return flushed;
    }

    /** Takes some of what was flushed, in a buffer of its own. */
    ByteBuf take(int size) {
        int left = Math.min(size, flushed);
        ByteBuf out = buffers.buffer(Math.max(1, left));
        flushed -= left;
        while (left > 0) {
            ByteBuf first = parts.peek();
            int n = Math.min(left, first.readableBytes());
            out.writeBytes(first, n);
            left -= n;
            if (!first.isReadable()) {
                parts.poll().release();
            }
        }
        return out;
    }

    /** Moves some bytes to the session at the other end, in pieces; true when it moved any. */
    boolean move(RandomGenerator random, int burst, YamuxSession to) {
        int left = Math.min(flushed, burst);
        boolean moved = left > 0;
        while (left > 0) {
            int size = 1 + random.nextInt(Math.min(left, 1 + random.nextInt(40_000)));
            left -= size;
            to.received(take(size));
        }
        if (moved) {
            to.receivedAll();
        }
        return moved;
    }

    void release() {
        parts.forEach(ByteBuf::release);
        parts.clear();
        flushed = 0;
        unflushed = 0;
    }
}
