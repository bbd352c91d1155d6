package io.penstock.tunnel.gateway;

import java.time.Instant;

/**
 * How an agent is. Immutable.
 *
 * @param reason one line for people; empty when all is well
 * @param since when it came to be so
 */
record AgentStatus(AgentState state, String reason, Instant since) {
}
