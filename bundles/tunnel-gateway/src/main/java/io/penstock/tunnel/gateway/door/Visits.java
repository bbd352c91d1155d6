package io.penstock.tunnel.gateway.door;

import io.penstock.core.collect.LeastRecent;
import io.penstock.core.net.Hosts;
import io.penstock.core.time.Clock;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Map;

/**
 * Counts by address and minute who came and who failed to prove who it is: after so many the address must wait for the
 * minute's end. Thread-safe.
 */
public final class Visits {
    /** Failures to prove an identity. */
    public static final int MAX_FAILURES_PER_MINUTE = 10;
    /** Connections, good and bad: what a site of a thousand agents behind one address may need after a restart. */
    public static final int MAX_ARRIVALS_PER_MINUTE = 6000;
    private static final int MAX_ADDRESSES = 4096;
    private static final long WINDOW_NANOS = Duration.ofMinutes(1).toNanos();

    private final Clock clock;
    private final Map<String, Window> windows = new LeastRecent<>(MAX_ADDRESSES);

    /** Nobody came yet. */
    public Visits(Clock clock) {
        this.clock = clock;
    }

    /** Counts an arrival; whether it may stay. */
    public synchronized boolean came(InetAddress address) {
        Window window = window(address);
        return ++window.arrivals <= MAX_ARRIVALS_PER_MINUTE && window.failures < MAX_FAILURES_PER_MINUTE;
    }

    /** Counts a failure to prove an identity; whether it is the address's first oddity in its minute, which is to be logged. */
    public synchronized boolean failed(InetAddress address) {
        window(address).failures++;
        return odd(address);
    }

    /** Something else went wrong, which may be nobody's fault; whether it is the address's first oddity in its minute. */
    public synchronized boolean odd(InetAddress address) {
        return window(address).oddities++ == 0;
    }

    private Window window(InetAddress address) {
        long now = clock.nanoTime();
        Window window = windows.computeIfAbsent(Hosts.network(address), key -> new Window(now));
        if (now - window.began >= WINDOW_NANOS) {
            window.began = now;
            window.arrivals = 0;
            window.failures = 0;
            window.oddities = 0;
        }
        return window;
    }

    private static final class Window {
        private long began;
        private int arrivals;
        private int failures;
        private int oddities;

        private Window(long began) {
            this.began = began;
        }
    }
}
