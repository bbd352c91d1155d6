package io.penstock.yamux.api;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Writes down what happens to streams; consumes at once, or keeps everything until told. */
class Recorder implements StreamEvents {
    final boolean greedy;
    final StringBuilder text = new StringBuilder();
    final List<ByteBuf> kept = new ArrayList<>();
    Optional<YamuxStream> stream = Optional.empty();
    Optional<Throwable> reset = Optional.empty();
    long bytes;
    int bursts;
    int finished;
    int writable;

    Recorder() {
        this(true);
    }

    Recorder(boolean greedy) {
        this.greedy = greedy;
    }

    @Override
    public void data(YamuxStream from, ByteBuf piece) {
        stream = Optional.of(from);
        bytes += piece.readableBytes();
        if (bytes <= 4096) {
            text.append(piece.toString(StandardCharsets.UTF_8));
        }
        if (greedy) {
            int size = piece.readableBytes();
            piece.release();
            from.consumed(size);
        } else {
            kept.add(piece);
        }
    }

    /** Consumes what was kept. */
    void digest() {
        kept.forEach(piece -> {
            int size = piece.readableBytes();
            piece.release();
            stream.orElseThrow().consumed(size);
        });
        kept.clear();
    }

    long keptBytes() {
        return kept.stream().mapToLong(ByteBuf::readableBytes).sum();
    }

    @Override
    public void burstEnded(YamuxStream from) {
        bursts++;
    }

    @Override
    public void finished(YamuxStream from) {
        stream = Optional.of(from);
        finished++;
    }

    @Override
    public void reset(YamuxStream from, Throwable cause) {
        stream = Optional.of(from);
        reset = Optional.of(cause);
    }

    @Override
    public void writable(YamuxStream from) {
        writable++;
    }
}
