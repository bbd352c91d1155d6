package io.penstock.tunnel.gateway;

import io.penstock.tunnel.wire.api.TunnelProtocol;
import java.time.Duration;

/**
 * How long the gateway waits for others. Immutable.
 *
 * @param stranger until somebody has proved who it is, TLS included
 * @param probe until an agent's connection that may be dead answers
 * @param answer until an agent says what became of an open
 * @param linger until a refused one has read why
 */
record Deadlines(Duration stranger, Duration probe, Duration answer, Duration linger) {
    /** The answer is longer than the 10 s an agent gives its connects by default: so it is the agent who tells why. */
    static final Deadlines USUAL = new Deadlines(TunnelProtocol.STRANGER_DEADLINE, Duration.ofMillis(1500),
            Duration.ofSeconds(15), Duration.ofSeconds(1));
}
