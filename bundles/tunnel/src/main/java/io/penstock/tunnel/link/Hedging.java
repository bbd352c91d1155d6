package io.penstock.tunnel.link;

import io.netty.channel.EventLoop;
import io.penstock.tunnel.dial.Timers.Timer;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/**
 * While a connection that fell silent is not replaced, and nothing at all comes back, the way is shut and nobody is bothered
 * by trying: attempts are then begun side by side, every second, so that the connection is back within two seconds of the
 * way. The first answer, of whatever kind, ends it: from there the back-off decides, as it does for a gateway that is
 * restarted, whom many would otherwise crowd. Event loop only.
 */
final class Hedging {
    /** Another attempt after so long without a byte. */
    static final Duration WAIT = Duration.ofSeconds(1);
    /** So many at a time; as each gives up after ten seconds, they never all stand still. */
    static final int MAX_ATTEMPTS = 12;
    /** Only in the first minutes of an outage. */
    static final Duration WHILE = Duration.ofMinutes(2);

    private final Surroundings around;
    private final EventLoop loop;
    private final BooleanSupplier attempt;
    private Timer next = Timer.NONE;
    private long endNanos;

    /** @param attempt begins one more where there is room for it; false when an answer came */
    Hedging(Surroundings around, EventLoop loop, BooleanSupplier attempt) {
        this.around = around;
        this.loop = loop;
        this.attempt = attempt;
    }

    /** The connection fell silent; the first attempt is begun at once. */
    void begin() {
        endNanos = around.clock().nanoTime() + WHILE.toNanos();
        step();
    }

    private void step() {
        next.cancel();
        if (around.clock().nanoTime() - endNanos < 0 && attempt.getAsBoolean()) {
            next = around.timers().after(loop, WAIT, this::step);
        }
    }

    /** An answer came, or nothing is wanted any more. */
    void end() {
        next.cancel();
        next = Timer.NONE;
    }
}
