package io.penstock.yamux.api;

import io.netty.buffer.ByteBuf;

/**
 * What happens to a stream. All on the session's loop, in order. An exception resets this stream and no other, and is
 * the cause {@link #reset} is called with.
 */
public interface StreamEvents {
    /**
     * Bytes of the peer. The receiver owns and releases them; the peer may send as many again only after
     * {@link YamuxStream#consumed}, which is to be called once they are written to where they go, not before.
     */
    void data(YamuxStream stream, ByteBuf bytes);

    /** The end of a read burst in which this stream got data: flush now what {@link #data} wrote. */
    default void burstEnded(YamuxStream stream) {
    }

    /** The peer sends no more, after all its data; this end may go on sending. */
    void finished(YamuxStream stream);

    /** The stream ended before its time: reset by the peer, or the session is gone. The last call. */
    void reset(YamuxStream stream, Throwable cause);

    /** The queue had reached the high-water mark and fell below half of it: {@link YamuxStream#isWritable} is true again. */
    void writable(YamuxStream stream);
}
