package io.penstock.tunnel.agent;

import io.netty.buffer.ByteBuf;
import io.penstock.yamux.api.StreamEvents;
import io.penstock.yamux.api.YamuxStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Keeps what comes on a stream until somebody is there to take it. No credit is given meanwhile, so that the stream's first
 * window bounds it. Event loop only.
 */
final class EarlyData implements StreamEvents {
    private final Consumer<Throwable> broken;
    private final Deque<ByteBuf> held = new ArrayDeque<>();
    private Optional<StreamEvents> next = Optional.empty();
    private boolean finished;

    /** @param broken told when the stream is gone before anybody took it */
    EarlyData(Consumer<Throwable> broken) {
        this.broken = broken;
    }

    /** Hands everything over, and all that still comes. */
    void giveTo(YamuxStream stream, StreamEvents taker) {
        next = Optional.of(taker);
        boolean any = !held.isEmpty();
        while (!held.isEmpty()) {
            taker.data(stream, held.poll());
        }
        if (any) {
            taker.burstEnded(stream);
        }
        if (finished) {
            taker.finished(stream);
        }
    }

    @Override
    public void data(YamuxStream stream, ByteBuf bytes) {
        if (next.isPresent()) {
            next.get().data(stream, bytes);
        } else {
            held.add(bytes);
        }
    }

    @Override
    public void burstEnded(YamuxStream stream) {
        next.ifPresent(taker -> taker.burstEnded(stream));
    }

    @Override
    public void finished(YamuxStream stream) {
        finished = true;
        next.ifPresent(taker -> taker.finished(stream));
    }

    @Override
    public void reset(YamuxStream stream, Throwable cause) {
        while (!held.isEmpty()) {
            held.poll().release();
        }
        next.ifPresentOrElse(taker -> taker.reset(stream, cause), () -> broken.accept(cause));
    }

    @Override
    public void writable(YamuxStream stream) {
        next.ifPresent(taker -> taker.writable(stream));
    }
}
