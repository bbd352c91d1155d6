package io.penstock.yamux.api;

import io.netty.buffer.ByteBuf;

/** Owns a stream until its acceptor has answered: nothing can happen to it before, so nobody is told anything. */
enum Unaccepted implements StreamEvents {
    EVENTS;

    @Override
    public void data(YamuxStream stream, ByteBuf bytes) {
        bytes.release();
    }

    @Override
    public void finished(YamuxStream stream) {
    }

    @Override
    public void reset(YamuxStream stream, Throwable cause) {
    }

    @Override
    public void writable(YamuxStream stream) {
    }
}
