package io.penstock.pipes.api;

import io.penstock.core.plugin.PluginKind;
import java.util.List;
import java.util.Map;

/**
 * One node of a pipe and what it has counted since the pipe was last started or rebuilt, in events unless named
 * otherwise. Immutable.
 *
 * @param from where it takes its events from: {@code node} or {@code node.port}
 * @param emitted what it produced, of which a step may make more or less than came in
 * @param errors times something went wrong, retried or not
 * @param bufferedBytes what waits before it in memory
 * @param diskBytes what waits before it on disk
 * @param acknowledgements origin batches delivered, and {@code acknowledgeNanos} how long that took in all
 * @param drops how many were dropped, by reason
 * @param guarantee what it promises of events delivered again; empty but for outputs
 */
public record NodeStatus(String id, PluginKind kind, String plugin, List<String> from, long in, long out, long filtered,
                         long dropped, long deadLettered, long inFlight, long emitted, long errors, long retries,
                         long bufferedBytes, long diskBytes, long acknowledgements, long acknowledgeNanos,
                         Map<String, Long> drops, String guarantee) {
    /** Whether every event that came in is accounted for: holds whenever the node is at rest. */
    public boolean conserved() {
        return in == out + filtered + dropped + deadLettered + inFlight;
    }
}
