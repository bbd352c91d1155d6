package io.penstock.tunnel.wire.api;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.penstock.yamux.api.StreamEvents;
import io.penstock.yamux.api.YamuxStream;
import java.util.function.Consumer;

/**
 * A socket (left) joined with a stream (right), both on one loop. Adds itself to the end of the socket's pipeline. Nothing is
 * copied; credit is given when the socket took the bytes; the socket is not read while the stream cannot take more. The
 * stream's events must be given to it: {@code messages.become(splice)}. Event loop only, but for {@link Splice}'s methods.
 */
public final class SocketSplice implements Splice, StreamEvents {
    /**
     * Joins; reads nothing yet.
     *
     * @param socket with ALLOW_HALF_CLOSURE and without autoRead, as {@link Loops} makes them
     * @param ended told exactly once, on the loop, when both sides are done with
     */
    public SocketSplice(Channel socket, YamuxStream stream, SpliceSettings settings, Consumer<SpliceReport> ended) {
        throw new UnsupportedOperationException();
    }

    /**
     * Begins to read the socket. May be called before the stream's events come here, so that a client's first bytes travel
     * with the Connect; then {@code writable} must be passed on from the beginning.
     */
    public void start() {
        throw new UnsupportedOperationException();
    }

    @Override
    public long leftBytes() {
        throw new UnsupportedOperationException();
    }

    @Override
    public long rightBytes() {
        throw new UnsupportedOperationException();
    }

    @Override
    public void close(String why) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void data(YamuxStream from, ByteBuf bytes) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void burstEnded(YamuxStream from) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void finished(YamuxStream from) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void reset(YamuxStream from, Throwable cause) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void writable(YamuxStream from) {
        throw new UnsupportedOperationException();
    }
}
