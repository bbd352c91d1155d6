package io.penstock.tunnel.link;

import io.netty.channel.EventLoop;
import io.penstock.yamux.api.SessionFigures;
import java.time.Duration;

/** Closes a session that is being left, when its last stream has ended or its time is up. Event loop only. */
final class Departure {
    /** What the gateway opened before it read that it should not still gets its chance: some round trips, within these. */
    private static final long LEAST_LINGER_NANOS = Duration.ofMillis(100).toNanos();
    private static final long MOST_LINGER_NANOS = Duration.ofSeconds(1).toNanos();
    private static final int ROUND_TRIPS = 4;
    private static final Duration LOOK = Duration.ofMillis(100);

    private final GatewaySession session;
    private final EventLoop loop;
    private final Surroundings around;
    private final Duration grace;
    private final long beganNanos;
    private long quietSinceNanos;

    Departure(GatewaySession session, EventLoop loop, Surroundings around, Duration grace) {
        this.session = session;
        this.loop = loop;
        this.around = around;
        this.grace = grace;
        this.beganNanos = around.clock().nanoTime();
        this.quietSinceNanos = beganNanos;
    }

    void start() {
        look();
    }

    private void look() {
        long now = around.clock().nanoTime();
        if (session.openStreams() > 0) {
            quietSinceNanos = now;
        }
        if (now - beganNanos >= grace.toNanos() || now - quietSinceNanos >= lingerNanos()) {
            session.close("this end leaves");
        } else if (!session.isEnded()) {
            around.timers().after(loop, LOOK, this::look);
        }
    }

    private long lingerNanos() {
        long rtt = session.figures().map(SessionFigures::lastRttNanos).orElse(0L);
        return Math.max(LEAST_LINGER_NANOS, Math.min(MOST_LINGER_NANOS, ROUND_TRIPS * rtt));
    }
}
