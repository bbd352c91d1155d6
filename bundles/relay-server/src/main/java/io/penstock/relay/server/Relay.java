package io.penstock.relay.server;

import io.penstock.core.time.Clock;
import io.penstock.relay.wire.api.RelayProtocol;
import java.security.SecureRandom;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/**
 * What all connections of one relay input share. Immutable; its parts are thread-safe.
 *
 * @param identity the server's
 * @param software for the other side's people
 */
record Relay(RelayOptions options, Clock clock, SecureRandom random, UUID identity, String software,
             Credentials credentials, FailedAttempts attempts, Clients clients, Turns turns, Gate gate,
             MetricNames names, RelayCounters counters) {
    /** The longest frame and the longest plain body taken. */
    static final int MAX_FRAME_BYTES = 4 << 20;
    /** Most events in a frame: what is handed to the pipe, and comes back as delivered, in one piece. */
    static final int MAX_EVENTS = 8192;
    /** Series between two Resets, per connection. */
    static final int MAX_SERIES = 100_000;
    /** The longest body Alumet's protocol has; here never more than a client may have waiting. */
    static final int MAX_ALUMET_FRAME_BYTES = 32_000_000;
    /** Features this server has. */
    static final long FEATURES = RelayProtocol.FEATURE_ZSTD | RelayProtocol.FEATURE_RECORDS;

    int maxFrameBytes() {
        return (int) Math.min(MAX_FRAME_BYTES, options.limits().perClient().bytes());
    }

    int maxAlumetFrameBytes() {
        return (int) Math.min(MAX_ALUMET_FRAME_BYTES, options.limits().perClient().bytes());
    }

    int windowBytes() {
        return (int) options.limits().perClient().bytes();
    }

    long heartbeatNanos() {
        return options.heartbeat().toNanos();
    }

    /** After a question, what arrives so early may have been on its way before it. */
    long graceNanos() {
        return Math.min(TimeUnit.SECONDS.toNanos(1), heartbeatNanos() / 4);
    }
}
