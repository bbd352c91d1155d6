package io.penstock.tunnel.agent;

import io.netty.channel.EventLoop;
import io.penstock.tunnel.dial.DialFailure;
import io.penstock.tunnel.dial.DialOutcome;
import io.penstock.tunnel.dial.Dialling;
import io.penstock.tunnel.dial.TargetDialler;
import io.penstock.tunnel.dial.Timers;
import io.penstock.tunnel.link.Surroundings;
import io.penstock.tunnel.wire.api.OpenCode;
import io.penstock.yamux.api.StreamAcceptor;
import io.penstock.yamux.api.StreamEvents;
import io.penstock.yamux.api.YamuxStream;
import java.util.function.Supplier;

/** The streams a gateway opens on one connection. Event loop only. */
final class TargetStreams implements StreamAcceptor {
    /** So many may be asked for and not yet joined or refused; one more is refused alone. */
    static final int MAX_PENDING = 1024;
    /** So much of all their early data is kept; a stream that brings more is broken. */
    static final long MAX_EARLY_BYTES = 16L << 20;

    private final Surroundings around;
    private final EventLoop loop;
    private final Supplier<TargetBook> book;
    private final TargetDialler dialler;
    private final TunnelCounters counters;
    private int pending;
    private long earlyBytes;

    /** @param book the targets of the moment, asked for each stream anew */
    TargetStreams(Surroundings around, EventLoop loop, Supplier<TargetBook> book, TargetDialler dialler,
            TunnelCounters counters) {
        this.around = around;
        this.loop = loop;
        this.book = book;
        this.dialler = dialler;
        this.counters = counters;
    }

    @Override
    public StreamEvents accept(YamuxStream stream) {
        counters.opened.increment();
        pending++;
        TargetStream taken = new TargetStream(stream, loop, this);
        if (pending > MAX_PENDING) {
            taken.failed(new DialFailure(OpenCode.LIMIT, "this agent connects " + MAX_PENDING + " streams already"));
        }
        return taken.messages();
    }

    /** Whether this much more early data may be kept. */
    boolean keep(int bytes) {
        if (earlyBytes + bytes > MAX_EARLY_BYTES) {
            return false;
        }
        earlyBytes += bytes;
        return true;
    }

    /** Early data that is kept no more. */
    void kept(int bytes) {
        earlyBytes -= bytes;
    }

    /** Dials what was asked for. */
    Dialling dial(String asked, EventLoop on, DialOutcome outcome) {
        TargetBook now = book.get();
        return now.find(asked, target -> dialler.dial(target, now.allow(), now.connectTimeout(), on, outcome), failure -> {
            outcome.failed(failure);
            return Dialling.NONE;
        });
    }

    void settled() {
        pending--;
    }

    TunnelCounters counters() {
        return counters;
    }

    Timers timers() {
        return around.timers();
    }

    long nanoTime() {
        return around.clock().nanoTime();
    }
}
