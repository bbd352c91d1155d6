package io.penstock.tunnel.wire.api;

import io.netty.buffer.ByteBuf;
import io.penstock.yamux.api.StreamEvents;
import io.penstock.yamux.api.YamuxSession;
import io.penstock.yamux.api.YamuxStream;

/** A yamux stream while it carries messages; later its bytes can go to somebody else, see {@link #become}. Event loop only. */
public final class MessageStream implements StreamEvents {
    /** What happens on it. All on the stream's loop. */
    public interface Listener {
        /** A message came. */
        void message(MessageStream from, Envelope envelope);

        /** What came is no message; the stream is still open: answer and reset it. Nothing more is read. */
        void malformed(MessageStream from, String why);

        /** The peer sends no more. */
        default void finished(MessageStream from) {
        }

        /** The stream, or its session, is gone; last call. */
        void reset(MessageStream from, Throwable cause);

        /** As {@code StreamEvents.writable}: of interest to one who sends raw bytes before {@link #become}. */
        default void writable(MessageStream from) {
        }
    }

    private MessageStream() {
        throw new UnsupportedOperationException();
    }

    /**
     * Opens a stream.
     *
     * @param maxBytes longest body: {@link TunnelProtocol#MAX_CONTROL_BYTES} or {@link TunnelProtocol#MAX_OPEN_BYTES}
     * @throws io.penstock.core.error.PenstockException as {@code YamuxSession.open}
     */
    public static MessageStream open(YamuxSession session, int maxBytes, Listener listener) {
        throw new UnsupportedOperationException();
    }

    /** Takes a stream that the peer opened: to be returned by a {@code StreamAcceptor}. */
    public static MessageStream accept(YamuxStream stream, int maxBytes, Listener listener) {
        throw new UnsupportedOperationException();
    }

    /** The stream below, e.g. to finish or reset it. */
    public YamuxStream stream() {
        throw new UnsupportedOperationException();
    }

    /** Sends a message. */
    public void send(Message message) {
        send(Envelope.of(message));
    }

    /** Sends an envelope. */
    public void send(Envelope envelope) {
        throw new UnsupportedOperationException();
    }

    /**
     * From here everything goes to {@code next}: what came after the last message at once (and its FIN, if that is here),
     * then every event. May be called from {@link Listener#message}.
     */
    public void become(StreamEvents next) {
        throw new UnsupportedOperationException();
    }

    /** Messages of unknown types so far. */
    public long ignored() {
        throw new UnsupportedOperationException();
    }

    /** Bytes that came while it carried messages: for the limit on strangers. */
    public long received() {
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
