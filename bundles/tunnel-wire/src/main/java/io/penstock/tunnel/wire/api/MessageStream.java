package io.penstock.tunnel.wire.api;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.penstock.core.error.PenstockException;
import io.penstock.yamux.api.StreamEvents;
import io.penstock.yamux.api.YamuxSession;
import io.penstock.yamux.api.YamuxStream;
import java.util.Optional;

/**
 * A yamux stream while it carries messages; later its bytes can go to somebody else, see {@link #become}. What follows a Connect
 * or Connected is no message, and is kept until then. Event loop only.
 */
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

    private static final ByteBufAllocator ALLOCATOR = ByteBufAllocator.DEFAULT;

    private final MessageReader reader;
    private final Listener listener;
    private YamuxStream stream;
    private Optional<StreamEvents> next = Optional.empty();
    private boolean reading;
    private boolean deaf;
    private boolean raw;
    private boolean finished;
    private Optional<Throwable> gone = Optional.empty();

    private MessageStream(int maxBytes, Listener listener) {
        this.reader = new MessageReader(maxBytes);
        this.listener = listener;
    }

    /**
     * Opens a stream.
     *
     * @param maxBytes longest body: {@link TunnelProtocol#MAX_CONTROL_BYTES} or {@link TunnelProtocol#MAX_OPEN_BYTES}
     * @throws PenstockException as {@code YamuxSession.open}
     */
    public static MessageStream open(YamuxSession session, int maxBytes, Listener listener) {
        MessageStream messages = new MessageStream(maxBytes, listener);
        messages.stream = session.open(messages);
        return messages;
    }

    /** Takes a stream that the peer opened: to be returned by a {@code StreamAcceptor}. */
    public static MessageStream accept(YamuxStream stream, int maxBytes, Listener listener) {
        MessageStream messages = new MessageStream(maxBytes, listener);
        messages.stream = stream;
        return messages;
    }

    /** The stream below. To end it while it carries messages there are {@link #finish} and {@link #reset()}. */
    public YamuxStream stream() {
        return stream;
    }

    /** Sends a message. */
    public void send(Message message) {
        send(Envelope.of(message));
    }

    /** Sends an envelope. */
    public void send(Envelope envelope) {
        stream.write(envelope.frame(ALLOCATOR));
    }

    /** Sends FIN; what still comes is thrown away. */
    public void finish() {
        hearNothing();
        stream.finish();
    }

    /** Breaks the stream; the listener is not told. */
    public void reset() {
        hearNothing();
        stream.reset();
    }

    /**
     * From here everything goes to {@code next}: what came after the last message at once (and its FIN, if that is here),
     * then every event; a stream that is gone by now is reset for it at once. May be called from {@link Listener#message}.
     */
    public void become(StreamEvents next) {
        this.next = Optional.of(next);
        if (!reading) {
            handOver(next);
        }
    }

    private void handOver(StreamEvents next) {
        if (gone.isPresent()) {
            next.reset(stream, gone.get());
            return;
        }
        stream.consumed(reader.taken());
        ByteBuf rest = reader.rest();
        if (rest.isReadable()) {
            next.data(stream, rest);
            next.burstEnded(stream);
        } else {
            rest.release();
        }
        if (finished) {
            next.finished(stream);
        }
    }

    @Override
    public void data(YamuxStream from, ByteBuf bytes) {
        if (next.isPresent()) {
            next.get().data(from, bytes);
        } else if (deaf) {
            from.consumed(bytes.readableBytes());
            bytes.release();
        } else {
            reader.add(bytes);
            if (!raw) {
                read();
            }
        }
    }

    private void read() {
        reading = true;
        try {
            Optional<Envelope> envelope = cut();
            while (envelope.isPresent()) {
                raw = isLast(envelope.get().message());
                listener.message(this, envelope.get());
                envelope = raw || next.isPresent() || deaf ? Optional.empty() : cut();
            }
            stream.consumed(reader.taken());
        } finally {
            reading = false;
        }
        next.ifPresent(this::handOver);
    }

    /** What follows is for a target, or comes from one, and is kept for {@link #become}: no credit, so the window bounds it. */
    private static boolean isLast(Message message) {
        return message instanceof Message.Connect || message instanceof Message.Connected;
    }

    private Optional<Envelope> cut() {
        try {
            return reader.next();
        } catch (PenstockException e) {
            hearNothing();
            listener.malformed(this, e.getMessage());
            return Optional.empty();
        }
    }

    private void hearNothing() {
        deaf = true;
        ByteBuf rest = reader.rest();
        // While it is open the peer may go on sending: what nobody will read must not hold its credit.
        stream.consumed(reader.taken() + rest.readableBytes());
        rest.release();
    }

    @Override
    public void burstEnded(YamuxStream from) {
        next.ifPresent(events -> events.burstEnded(from));
    }

    @Override
    public void finished(YamuxStream from) {
        finished = true;
        next.ifPresentOrElse(events -> events.finished(from), () -> listener.finished(this));
    }

    @Override
    public void reset(YamuxStream from, Throwable cause) {
        hearNothing();
        gone = Optional.of(cause);
        next.ifPresentOrElse(events -> events.reset(from, cause), () -> listener.reset(this, cause));
    }

    @Override
    public void writable(YamuxStream from) {
        next.ifPresentOrElse(events -> events.writable(from), () -> listener.writable(this));
    }
}
