package io.penstock.control.server.http;

import io.netty.channel.ServerChannel;
import io.penstock.core.time.Clock;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;

/**
 * So many new connections a second, for their handshakes cost much; the others wait in the system's queue, where they cost
 * nothing. A tenth of a second's may come at once. The listening loop only.
 */
final class AcceptPace {
    private static final long SECOND_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long AT_ONCE_NANOS = SECOND_NANOS / 10;

    private final Clock clock;
    private final IntSupplier perSecond;
    private long paidAt;

    AcceptPace(Clock clock, IntSupplier perSecond) {
        this.clock = clock;
        this.perSecond = perSecond;
        this.paidAt = clock.nanoTime();
    }

    void accepted(ServerChannel server) {
        long now = clock.nanoTime();
        paidAt = Math.max(paidAt, now) + SECOND_NANOS / perSecond.getAsInt();
        long ahead = paidAt - now - AT_ONCE_NANOS;
        if (ahead > 0 && server.config().isAutoRead()) {
            server.config().setAutoRead(false);
            server.eventLoop().schedule(() -> server.config().setAutoRead(true), ahead, TimeUnit.NANOSECONDS);
        }
    }
}
