package io.penstock.tunnel.agent;

import io.netty.channel.EventLoop;
import io.penstock.tunnel.dial.DialFailure;
import io.penstock.tunnel.dial.DialOutcome;
import io.penstock.tunnel.dial.Dialling;
import io.penstock.tunnel.dial.TargetDialler;
import io.penstock.tunnel.dial.Timers;
import io.penstock.tunnel.wire.api.OpenCode;
import io.penstock.yamux.api.StreamAcceptor;
import io.penstock.yamux.api.StreamEvents;
import io.penstock.yamux.api.YamuxStream;

/** The streams a gateway opens on one connection. Event loop only. */
final class TargetStreams implements StreamAcceptor {
    /** So many may be asked for and not yet joined or refused; one more is refused alone. */
    static final int MAX_PENDING = 1024;
    /** So much of all their early data is kept; a stream that brings more is broken. */
    static final long MAX_EARLY_BYTES = 16L << 20;

    private final AgentParts parts;
    private final EventLoop loop;
    private final TargetDialler dialler;
    private int pending;
    private long earlyBytes;

    TargetStreams(AgentParts parts, EventLoop loop, TargetDialler dialler) {
        this.parts = parts;
        this.loop = loop;
        this.dialler = dialler;
    }

    @Override
    public StreamEvents accept(YamuxStream stream) {
        parts.counters().opened.increment();
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
        TargetBook now = parts.book();
        return now.find(asked, target -> dialler.dial(target, now.allow(), now.connectTimeout(), on, outcome), failure -> {
            outcome.failed(failure);
            return Dialling.NONE;
        });
    }

    void settled() {
        pending--;
    }

    TunnelCounters counters() {
        return parts.counters();
    }

    /** It failed, and that is counted; what is not allowed is told as well. */
    void failed(DialFailure failure) {
        parts.counters().failed(failure.code());
        if (failure.code() == OpenCode.DENIED) {
            parts.denials().denied(failure.message());
        }
    }

    Timers timers() {
        return parts.around().timers();
    }

    long nanoTime() {
        return parts.around().clock().nanoTime();
    }
}
