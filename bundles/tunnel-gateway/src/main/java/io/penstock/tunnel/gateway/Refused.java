package io.penstock.tunnel.gateway;

import io.netty.buffer.ByteBuf;
import io.penstock.yamux.api.StreamEvents;
import io.penstock.yamux.api.YamuxStream;

/** The events of a stream that was refused: nothing comes any more, and what does is dropped. Immutable. */
enum Refused implements StreamEvents {
    STREAM;

    @Override
    public void data(YamuxStream stream, ByteBuf bytes) {
        bytes.release();
    }

    @Override
    public void finished(YamuxStream stream) {
        stream.reset();
    }

    @Override
    public void reset(YamuxStream stream, Throwable cause) {
        // It is what was asked for.
    }

    @Override
    public void writable(YamuxStream stream) {
        // Nothing is written to it.
    }
}
