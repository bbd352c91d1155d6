package io.penstock.tunnel.wire.api;

import io.penstock.yamux.api.StreamEvents;
import io.penstock.yamux.api.YamuxStream;
import java.util.function.Consumer;

/**
 * Two streams joined, whose sessions may live on different loops: a visitor's (left) and an agent's (right). Each side's
 * events must be given to {@link #left} and {@link #right}, on that side's own loop. What is under way is bounded by the
 * windows.
 */
public final class StreamSplice implements Splice {
    /** @param ended told exactly once, on one of the loops */
    public StreamSplice(YamuxStream left, YamuxStream right, SpliceSettings settings, Consumer<SpliceReport> ended) {
        throw new UnsupportedOperationException();
    }

    /** What takes the left stream's events. */
    public StreamEvents left() {
        throw new UnsupportedOperationException();
    }

    /** What takes the right stream's events. */
    public StreamEvents right() {
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
}
