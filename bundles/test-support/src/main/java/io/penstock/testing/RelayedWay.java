package io.penstock.testing;

import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.concurrent.atomic.LongAdder;

/** What goes one way on one connection: read, kept until its time has come, written in the same order. One thread. */
final class RelayedWay {
    /** More than a fast link holds: 10 Gbit/s for 50 ms. */
    private static final long MAX_QUEUED = 64L << 20;

    private enum End { NONE, FIN, RESET }

    /** What all connections share: free buffers, and counts of bytes read and written. */
    record Shared(RelayBuffers buffers, LongAdder received, LongAdder passed) {
    }

    private record Chunk(ByteBuffer bytes, End end, long due) {
    }

    private final SocketChannel from;
    private final SocketChannel to;
    private final LinkTiming link;
    private final Shared shared;
    private final ArrayDeque<Chunk> queue = new ArrayDeque<>();
    private long queued;
    private End read = End.NONE;
    private End written = End.NONE;

    RelayedWay(SocketChannel from, SocketChannel to, LinkTiming link, Shared shared) {
        this.from = from;
        this.to = to;
        this.link = link;
        this.shared = shared;
    }

    /** Whether it would read now, would the sender have something. */
    boolean wantsToRead(long now) {
        return read == End.NONE && queued < MAX_QUEUED && link.waitNanos(now) <= 0;
    }

    /** Whether something waits for the receiver only. */
    boolean wantsToWrite(long now) {
        return !queue.isEmpty() && queue.peek().due - now <= 0;
    }

    /** How long until it has something to do though no socket has anything new, or {@code most}. */
    long waitNanos(long now, long most) {
        long wait = most;
        if (!queue.isEmpty() && queue.peek().due - now > 0) {
            wait = Math.min(wait, queue.peek().due - now);
        }
        long link = this.link.waitNanos(now);
        return read == End.NONE && link > 0 ? Math.min(wait, link) : wait;
    }

    /** Reads what came, once. */
    void read(long now) {
        ByteBuffer buffer = shared.buffers.take();
        buffer.limit(link.portion(buffer.capacity()));
        int count = fill(buffer);
        if (count <= 0) {
            shared.buffers.give(buffer);
        }
        if (count < 0) {
            queue.add(new Chunk(ByteBuffer.allocate(0), read, link.admit(0, now)));
        } else if (count > 0) {
            queued += count;
            shared.received.add(count);
            queue.add(new Chunk(shared.buffers.kept(buffer), End.NONE, link.admit(count, now)));
        }
    }

    private int fill(ByteBuffer buffer) {
        try {
            int count = from.read(buffer);
            read = count < 0 ? End.FIN : End.NONE;
            return count;
        } catch (IOException e) {
            read = End.RESET;
            return -1;
        }
    }

    /** Reads and forgets; the sender's end is forgotten, too. */
    void swallow() {
        ByteBuffer buffer = shared.buffers.take();
        fill(buffer);
        shared.buffers.give(buffer);
        forget();
    }

    /** Forgets what is on its way. */
    void forget() {
        queue.forEach(chunk -> shared.buffers.give(chunk.bytes));
        queue.clear();
        queued = 0;
    }

    /** Writes what is due, as much as the receiver takes. */
    void write(long now) {
        try {
            while (wantsToWrite(now) && written == End.NONE) {
                Chunk chunk = queue.peek();
                int count = to.write(chunk.bytes);
                queued -= count;
                shared.passed.add(count);
                if (chunk.bytes.hasRemaining()) {
                    return;
                }
                queue.poll();
                shared.buffers.give(chunk.bytes);
                end(chunk.end);
            }
        } catch (IOException e) {
            written = End.RESET;
        }
    }

    private void end(End end) throws IOException {
        written = end;
        if (end == End.FIN) {
            to.shutdownOutput();
        }
    }

    /** Whether either side was reset: the other is to be, too. */
    boolean reset() {
        return written == End.RESET;
    }

    /** Whether the sender's end was passed on. */
    boolean finished() {
        return written != End.NONE;
    }

    /** Whether the sender has ended. */
    boolean ended() {
        return read != End.NONE;
    }

    static void abort(SocketChannel channel) {
        try (channel) {
            channel.setOption(StandardSocketOptions.SO_LINGER, 0);
        } catch (IOException e) {
            // It was closed before: nothing is left to abort.
        }
    }
}
