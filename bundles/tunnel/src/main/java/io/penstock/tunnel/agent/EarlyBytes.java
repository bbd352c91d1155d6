package io.penstock.tunnel.agent;

import io.netty.buffer.ByteBuf;
import io.penstock.core.error.ErrorKind;
import io.penstock.core.error.PenstockException;
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
final class EarlyBytes implements StreamEvents {
    private final TargetStreams streams;
    private final Consumer<Throwable> broken;
    private final Deque<ByteBuf> held = new ArrayDeque<>();
    private Optional<StreamEvents> taker = Optional.empty();
    private boolean finished;

    /**
     * @param streams which say how much may be kept
     * @param broken told when the stream is gone before anybody took it
     */
    EarlyBytes(TargetStreams streams, Consumer<Throwable> broken) {
        this.streams = streams;
        this.broken = broken;
    }

    /** Hands everything over, and all that still comes. */
    void giveTo(YamuxStream stream, StreamEvents next) {
        taker = Optional.of(next);
        boolean any = !held.isEmpty();
        while (!held.isEmpty()) {
            next.data(stream, poll());
        }
        if (any) {
            next.burstEnded(stream);
        }
        if (finished) {
            next.finished(stream);
        }
    }

    @Override
    public void data(YamuxStream stream, ByteBuf bytes) {
        if (taker.isPresent()) {
            taker.get().data(stream, bytes);
        } else {
            keep(stream, bytes);
        }
    }

    private void keep(YamuxStream stream, ByteBuf bytes) {
        if (streams.keep(bytes.readableBytes())) {
            held.add(bytes);
            return;
        }
        bytes.release();
        stream.reset();
        reset(stream, new PenstockException(ErrorKind.RETRY, "tunnel.early-data",
                "too much came before the targets were connected"));
    }

    private ByteBuf poll() {
        ByteBuf bytes = held.poll();
        streams.kept(bytes.readableBytes());
        return bytes;
    }

    @Override
    public void burstEnded(YamuxStream stream) {
        taker.ifPresent(next -> next.burstEnded(stream));
    }

    @Override
    public void finished(YamuxStream stream) {
        finished = true;
        taker.ifPresent(next -> next.finished(stream));
    }

    @Override
    public void reset(YamuxStream stream, Throwable cause) {
        while (!held.isEmpty()) {
            poll().release();
        }
        taker.ifPresentOrElse(next -> next.reset(stream, cause), () -> broken.accept(cause));
    }

    @Override
    public void writable(YamuxStream stream) {
        taker.ifPresent(next -> next.writable(stream));
    }
}
