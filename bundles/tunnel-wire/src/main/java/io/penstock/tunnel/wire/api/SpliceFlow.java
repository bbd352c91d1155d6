package io.penstock.tunnel.wire.api;

import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Future;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** What passes through a splice: counted, limited, and missed when it stays away. Written to by one thread a direction. */
final class SpliceFlow {
    /** The idle timeout is found out with a quarter's precision; nothing reads a clock per byte. */
    private static final int IDLE_CHECKS = 4;

    private final SpliceSettings settings;
    private final AtomicLong left = new AtomicLong();
    private final AtomicLong right = new AtomicLong();
    private Optional<Future<?>> idleChecks = Optional.empty();
    private long seen;
    private int quietChecks;

    SpliceFlow(SpliceSettings settings) {
        this.settings = settings;
    }

    long leftBytes() {
        return left.get();
    }

    long rightBytes() {
        return right.get();
    }

    void countLeft(int bytes) {
        ReadShare.here().moved(this, bytes);
        left.setRelease(left.getPlain() + bytes);
    }

    void countRight(int bytes) {
        ReadShare.here().moved(this, bytes);
        right.setRelease(right.getPlain() + bytes);
    }

    /** Nanoseconds to wait after so many bytes. */
    long delay(int bytes) {
        long delay = 0;
        for (RateLimit limit : settings.limits()) {
            delay = Math.max(delay, limit.take(bytes));
        }
        return delay;
    }

    /** Begins to watch; {@code idle} is called on that loop, once. */
    void watch(EventExecutor loop, Runnable idle) {
        long nanos = settings.idleTimeout().toNanos() / IDLE_CHECKS;
        if (nanos > 0) {
            idleChecks = Optional.of(loop.scheduleWithFixedDelay(() -> check(idle), nanos, nanos, TimeUnit.NANOSECONDS));
        }
    }

    private void check(Runnable idle) {
        long now = left.get() + right.get();
        quietChecks = now == seen ? quietChecks + 1 : 0;
        seen = now;
        if (quietChecks == IDLE_CHECKS) {
            stop();
            idle.run();
        }
    }

    /** Watches no more; the loop belongs to the others. */
    void stop() {
        ReadShare.here().left(this);
        idleChecks.ifPresent(checks -> checks.cancel(false));
    }

    SpliceReport report(SpliceReport.End end, String message) {
        return new SpliceReport(end, left.get(), right.get(), message);
    }
}
