package io.penstock.relay.server;

import io.penstock.relay.wire.api.Frame;
import java.util.ArrayDeque;
import java.util.Deque;

/** One connection's frames that wait for their turn. Everything under the lock of its {@link Turns}. */
final class Lane {
    private static final int FRAME_OVERHEAD_BYTES = 100;

    final Connection connection;
    final Deque<Frame> frames = new ArrayDeque<>(2);
    /** Of whole frames and of the one that is still coming. */
    long bytes;
    private long unfinished;
    /** Waits to be read on: no more bytes are taken from its socket. */
    boolean paused;
    /** Stands in the line, or has its turn. */
    boolean listed;
    boolean gone;
    /** Not before this time on the monotonic clock; meaningless unless {@code slowed}. */
    long notBefore;
    boolean slowed;

    Lane(Connection connection) {
        this.connection = connection;
    }

    /** What of a frame is counted. */
    static long cost(Frame frame) {
        return frame.sizeBytes() + FRAME_OVERHEAD_BYTES;
    }

    /** The bytes more (or less) that are held when so many of an unfinished frame are. */
    long holds(long unfinishedBytes) {
        long more = unfinishedBytes - unfinished;
        unfinished = unfinishedBytes;
        bytes += more;
        return more;
    }
}
