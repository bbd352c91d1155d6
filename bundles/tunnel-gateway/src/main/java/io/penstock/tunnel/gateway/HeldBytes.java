package io.penstock.tunnel.gateway;

import io.netty.buffer.ByteBuf;
import io.penstock.yamux.api.StreamEvents;
import io.penstock.yamux.api.YamuxStream;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.function.Consumer;

/**
 * Keeps what comes on a stream behind its last message until it is known where to: no more than the stream's window, for no
 * credit is given back. On the stream's loop.
 */
final class HeldBytes implements StreamEvents {
    private final Consumer<Throwable> broken;
    private final Queue<ByteBuf> kept = new ArrayDeque<>();
    private Optional<StreamEvents> next = Optional.empty();
    private Optional<Throwable> broke = Optional.empty();
    private boolean finished;
    private boolean dropped;

    /** @param broken told when the stream ends before it was handed over */
    HeldBytes(Consumer<Throwable> broken) {
        this.broken = broken;
    }

    /** Hands all over, and what comes from here. */
    void become(YamuxStream stream, StreamEvents events) {
        next = Optional.of(events);
        boolean any = !kept.isEmpty();
        while (!kept.isEmpty()) {
            events.data(stream, kept.poll());
        }
        if (any) {
            events.burstEnded(stream);
        }
        if (broke.isPresent()) {
            events.reset(stream, broke.get());
        } else if (finished) {
            events.finished(stream);
        }
    }

    /** Frees what is kept; what still comes is thrown away. */
    void drop() {
        dropped = true;
        kept.forEach(ByteBuf::release);
        kept.clear();
    }

    @Override
    public void data(YamuxStream stream, ByteBuf bytes) {
        if (dropped) {
            bytes.release();
        } else {
            next.ifPresentOrElse(events -> events.data(stream, bytes), () -> kept.add(bytes));
        }
    }

    @Override
    public void burstEnded(YamuxStream stream) {
        next.ifPresent(events -> events.burstEnded(stream));
    }

    @Override
    public void finished(YamuxStream stream) {
        finished = true;
        next.ifPresent(events -> events.finished(stream));
    }

    @Override
    public void reset(YamuxStream stream, Throwable cause) {
        if (next.isPresent()) {
            next.get().reset(stream, cause);
        } else {
            drop();
            broke = Optional.of(cause);
            broken.accept(cause);
        }
    }

    @Override
    public void writable(YamuxStream stream) {
        next.ifPresent(events -> events.writable(stream));
    }
}
