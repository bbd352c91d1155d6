package io.penstock.tunnel.agent;

import io.penstock.tunnel.link.Surroundings;
import java.util.function.Supplier;

/**
 * What all connections of an agent share, whatever settings they were made by. Thread-safe.
 *
 * @param books the targets of the moment
 */
record AgentParts(Surroundings around, Supplier<TargetBook> books, TargetStates targets, TunnelCounters counters,
        Denials denials) {
    TargetBook book() {
        return books.get();
    }
}
