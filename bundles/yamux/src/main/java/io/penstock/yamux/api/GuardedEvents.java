package io.penstock.yamux.api;

import io.netty.buffer.ByteBuf;

/** A stream's owner, whose exceptions cost it this stream and nobody else anything. Event loop only. */
final class GuardedEvents implements StreamEvents {
    private final StreamEvents owner;

    GuardedEvents(StreamEvents owner) {
        this.owner = owner;
    }

    @Override
    public void data(YamuxStream stream, ByteBuf bytes) {
        try {
            owner.data(stream, bytes);
        } catch (Throwable e) {
            stream.fail(e);
        }
    }

    @Override
    public void burstEnded(YamuxStream stream) {
        try {
            owner.burstEnded(stream);
        } catch (Throwable e) {
            stream.fail(e);
        }
    }

    @Override
    public void finished(YamuxStream stream) {
        try {
            owner.finished(stream);
        } catch (Throwable e) {
            stream.fail(e);
        }
    }

    /** Here nobody is left to tell: an exception ends the session. */
    @Override
    public void reset(YamuxStream stream, Throwable cause) {
        try {
            owner.reset(stream, cause);
        } catch (Throwable e) {
            stream.session().failed(e);
        }
    }

    @Override
    public void writable(YamuxStream stream) {
        try {
            owner.writable(stream);
        } catch (Throwable e) {
            stream.fail(e);
        }
    }
}
