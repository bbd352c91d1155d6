package io.penstock.yamux.api;

/** Decides about streams the peer opens. On the session's loop. */
@FunctionalInterface
public interface StreamAcceptor {
    /**
     * Takes a stream the peer opened, or refuses it by {@link YamuxStream#reset}. The peer gets its acknowledgement at once;
     * whatever takes time (a connect) is told in the stream itself. A failure refuses this stream alone.
     *
     * @return what is told of the stream from now on
     */
    StreamEvents accept(YamuxStream stream);
}
