package io.penstock.yamux.api;

import io.penstock.core.error.PenstockException;
import java.time.Duration;

/**
 * Limits and speeds of a session. Immutable.
 *
 * @param maxStreams most streams open at once, of both ends together; the surplus alone is refused
 * @param initialWindow receive window a new stream is given, in bytes; at least the 256 KiB of the specification
 * @param maxWindow largest receive window of one stream, in bytes
 * @param receiveBudget most bytes of one session that wait for consumers
 * @param frameLimit most payload of a frame while several streams send, in bytes; with its header it should fit a TLS record
 * @param sendHighWater bytes queued in one stream from which on it is not writable
 * @param pingInterval how often the round trip is measured and the peer's life checked; zero never
 * @param pingDeadline a ping not answered in this time ends the session
 * @param acceptBacklog most streams of the peer whose acknowledgement waits for the carrier; the surplus alone is refused
 */
public record YamuxSettings(int maxStreams, int initialWindow, int maxWindow, long receiveBudget, int frameLimit, int sendHighWater,
        Duration pingInterval, Duration pingDeadline, int acceptBacklog) {
    /** The window every stream begins with, by specification. */
    public static final int SPECIFIED_WINDOW = 256 * 1024;
    private static final int MAX_FRAME = 1 << 20;

    /** Checks the ranges. */
    public YamuxSettings {
        check("max-streams", maxStreams, 1, Integer.MAX_VALUE / 2);
        check("initial-window", initialWindow, SPECIFIED_WINDOW, maxWindow);
        check("max-window", maxWindow, SPECIFIED_WINDOW, 1 << 30);
        check("receive-budget", receiveBudget, SPECIFIED_WINDOW, Long.MAX_VALUE / 2);
        check("frame-limit", frameLimit, 1, MAX_FRAME);
        check("send-high-water", sendHighWater, 1, 1 << 30);
        check("ping-interval", pingInterval.toMillis(), 0, Integer.MAX_VALUE);
        check("ping-deadline", pingDeadline.toMillis(), 1, Integer.MAX_VALUE);
        check("accept-backlog", acceptBacklog, 1, 1 << 16);
    }

    /** What suits databases over the internet: windows from 1 to 16 MiB within 64 MiB, a ping every 5 s. */
    public static YamuxSettings defaults() {
        return new YamuxSettings(16_384, 1 << 20, 16 << 20, 64L << 20, 16_355, 256 * 1024,
                Duration.ofSeconds(5), Duration.ofSeconds(10), 256);
    }

    /** The same with another {@link #maxStreams}. */
    public YamuxSettings withMaxStreams(int streams) {
        return new YamuxSettings(streams, initialWindow, maxWindow, receiveBudget, frameLimit, sendHighWater, pingInterval,
                pingDeadline, acceptBacklog);
    }

    /** The same with another {@link #initialWindow} and {@link #maxWindow}. */
    public YamuxSettings withWindows(int initial, int max) {
        return new YamuxSettings(maxStreams, initial, max, receiveBudget, frameLimit, sendHighWater, pingInterval,
                pingDeadline, acceptBacklog);
    }

    /** The same with another {@link #receiveBudget}. */
    public YamuxSettings withReceiveBudget(long bytes) {
        return new YamuxSettings(maxStreams, initialWindow, maxWindow, bytes, frameLimit, sendHighWater, pingInterval,
                pingDeadline, acceptBacklog);
    }

    /** The same with another {@link #frameLimit} and {@link #sendHighWater}. */
    public YamuxSettings withSending(int frame, int highWater) {
        return new YamuxSettings(maxStreams, initialWindow, maxWindow, receiveBudget, frame, highWater, pingInterval,
                pingDeadline, acceptBacklog);
    }

    /** The same with another {@link #pingInterval} and {@link #pingDeadline}. */
    public YamuxSettings withPing(Duration interval, Duration deadline) {
        return new YamuxSettings(maxStreams, initialWindow, maxWindow, receiveBudget, frameLimit, sendHighWater, interval,
                deadline, acceptBacklog);
    }

    /** The same with another {@link #acceptBacklog}. */
    public YamuxSettings withAcceptBacklog(int streams) {
        return new YamuxSettings(maxStreams, initialWindow, maxWindow, receiveBudget, frameLimit, sendHighWater, pingInterval,
                pingDeadline, streams);
    }

    private static void check(String key, long value, long min, long max) {
        if (value < min || value > max) {
            throw PenstockException.invalid("yamux.settings", key + " = " + value + ": expected " + min + " to " + max);
        }
    }
}
