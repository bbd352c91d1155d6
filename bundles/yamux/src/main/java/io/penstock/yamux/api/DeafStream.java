package io.penstock.yamux.api;

import io.netty.buffer.ByteBuf;

/**
 * The events of a stream nobody listens to: not yet, not any more, or because it was refused. What comes is thrown away, and no
 * credit is given for it, so that little comes. Immutable.
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
