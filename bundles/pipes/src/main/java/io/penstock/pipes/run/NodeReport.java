package io.penstock.pipes.run;

import io.penstock.core.plugin.PluginKind;
import java.util.Map;

/**
 * What a node has counted in this run of its pipe, in events unless named otherwise. Immutable.
 *
 * @param drops how many were dropped, by reason
 */
public record NodeReport(String id, PluginKind kind, String plugin, long in, long out, long filtered, long dropped,
                         long deadLettered, long inFlight, long emitted, long errors, long retries,
                         long bufferedBytes, long acknowledgements, long acknowledgeNanos, Map<String, Long> drops) {
    /** Whether every event that came in is accounted for: holds whenever the node is at rest. */
    public boolean conserved() {
        return in == out + filtered + dropped + deadLettered + inFlight;
    }
}
