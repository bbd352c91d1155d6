package io.penstock.relay.server;

import io.penstock.core.collect.LeastRecent;
import io.penstock.core.net.Hosts;
import io.penstock.core.time.Clock;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Map;

/**
 * Counts, per address, who failed to prove who it is: after so many within a minute the address must wait for the
 * minute's end, and only the first of them is logged. Thread-safe.
 */
final class FailedAttempts {
    static final int MAX_PER_MINUTE = 10;
    static final int MAX_ADDRESSES = 4096;
    private static final long WINDOW_NANOS = Duration.ofMinutes(1).toNanos();

    private final Clock clock;
    private final Map<String, Window> windows = new LeastRecent<>(MAX_ADDRESSES);

    FailedAttempts(Clock clock) {
        this.clock = clock;
    }

    /** How long the address must wait before it may try again; zero when it may. */
    synchronized Duration wait(InetAddress address) {
        Window window = windows.get(Hosts.network(address));
        if (window == null || window.count < MAX_PER_MINUTE) {
            return Duration.ZERO;
        }
        long left = window.began + WINDOW_NANOS - clock.nanoTime();
        return left <= 0 ? Duration.ZERO : Duration.ofNanos(left);
    }

    /** Counts a failure; whether it is the address's first in its minute, which is to be logged. */
    synchronized boolean failed(InetAddress address) {
        long now = clock.nanoTime();
        Window window = windows.computeIfAbsent(Hosts.network(address), key -> new Window(now));
        if (now - window.began >= WINDOW_NANOS) {
            window.began = now;
            window.count = 0;
        }
        return window.count++ == 0;
    }

    private static final class Window {
        private long began;
        private int count;

        private Window(long began) {
            this.began = began;
        }
    }
}
