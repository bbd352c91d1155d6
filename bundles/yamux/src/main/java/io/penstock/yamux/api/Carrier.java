package io.penstock.yamux.api;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;

/**
 * Where a session's bytes go: a channel, or something that outlives channels. Called on the session's loop only. Whoever
 * implements it tells the session of every change from not writable to writable by {@link YamuxSession#writabilityChanged}.
 */
public interface Carrier {
    /**
     * Whether more should be written now. The session stops writing as soon as this is false, so a carrier must become
     * unwritable after some 64 to 256 KiB: what is below it waits in front of every later frame.
     */
    boolean isWritable();

    /** Takes over the bytes, in order; they need not leave before {@link #flush}. */
    void write(ByteBuf bytes);

    /** Sends what was written: once per burst. */
    void flush();

    /** Where the session takes buffers for frames' headers from. */
    default ByteBufAllocator buffers() {
        return ByteBufAllocator.DEFAULT;
    }

    /** Ends the connection, after what was flushed where that is possible. Idempotent. */
    void close();
}
