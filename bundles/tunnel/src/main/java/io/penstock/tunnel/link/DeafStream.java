package io.penstock.tunnel.link;

import io.netty.buffer.ByteBuf;
import io.penstock.yamux.api.StreamEvents;
import io.penstock.yamux.api.YamuxStream;

/**
 * A stream nobody listens to any more: what still comes is thrown away, and no credit is given for it, so that little comes.
 * Event loop only.
 */
public enum DeafStream implements StreamEvents {
    /** The only one. */
    DEAF;

    @Override
    public void data(YamuxStream stream, ByteBuf bytes) {
        bytes.release();
    }

    @Override
    public void finished(YamuxStream stream) {
        // It ends by itself once this end's FIN is sent.
    }

    @Override
    public void reset(YamuxStream stream, Throwable cause) {
        // Nobody is left to be told.
    }

    @Override
    public void writable(YamuxStream stream) {
        // Nothing more is sent.
    }
}
