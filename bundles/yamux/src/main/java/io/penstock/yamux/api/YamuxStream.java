package io.penstock.yamux.api;

import io.netty.buffer.ByteBuf;

/** One of the streams of a session: bytes both ways, each way ended alone. Used on the session's loop only. */
public final class YamuxStream {
    /** The stream's number, odd when the client opened it. Unsigned 32 bits. */
    public long id() {
        throw new UnsupportedOperationException();
    }

    /** The session this is a stream of. */
    public YamuxSession session() {
        throw new UnsupportedOperationException();
    }

    /**
     * Takes over the bytes and sends them as the peer's window, the carrier and the other streams allow. Whoever writes stops
     * while the stream is not writable: the queue has no limit of its own. After {@link #finish}, or when the stream is
     * closed, the bytes are released and dropped.
     */
    public void write(ByteBuf bytes) {
        throw new UnsupportedOperationException();
    }

    /** Whether more should be written now; if not, {@link StreamEvents#writable} tells when it should. */
    public boolean isWritable() {
        throw new UnsupportedOperationException();
    }

    /** Sends no more after what is queued; the peer may go on sending. Idempotent. */
    public void finish() {
        throw new UnsupportedOperationException();
    }

    /** Ends the stream at once, both ways; what is queued is dropped, no event follows. Idempotent. */
    public void reset() {
        throw new UnsupportedOperationException();
    }

    /** Tells that bytes given to {@link StreamEvents#data} went where they go; the peer may send as many again. */
    public void consumed(int bytes) {
        throw new UnsupportedOperationException();
    }

    /** False once it was reset, or both ends have finished and all was sent. */
    public boolean isOpen() {
        throw new UnsupportedOperationException();
    }
}
