package io.penstock.yamux.api;

import java.util.concurrent.atomic.AtomicLong;

/** A session's counters: written by its loop, read by any thread. */
final class Figures {
    /** Only the loop writes, so plain stores that others see soon are enough. */
    static final class Counter {
        private final AtomicLong value = new AtomicLong();

        void add(long delta) {
            value.lazySet(value.getPlain() + delta);
        }

        void set(long now) {
            value.lazySet(now);
        }

        long get() {
            return value.get();
        }
    }

    final Counter minRtt = new Counter();
    final Counter lastRtt = new Counter();
    final Counter open = new Counter();
    final Counter opened = new Counter();
    final Counter refused = new Counter();
    final Counter bytesIn = new Counter();
    final Counter bytesOut = new Counter();
    final Counter largestWindow = new Counter();
    final Counter held = new Counter();
    final Counter queued = new Counter();
    final Counter pings = new Counter();
    final Counter strays = new Counter();

    SessionFigures now() {
        return new SessionFigures(minRtt.get(), lastRtt.get(), (int) open.get(), opened.get(), refused.get(), bytesIn.get(), bytesOut.get(),
                largestWindow.get(), held.get(), queued.get(), pings.get(), strays.get());
    }
}
