package io.penstock.tunnel.agent;

import io.penstock.tunnel.wire.api.OpenCode;
import java.util.Optional;

/**
 * What came of an attempt to reach a target. Immutable.
 *
 * @param ms how long it took
 * @param message for people; empty when it was reached
 * @param address what was dialled, when it was reached
 * @param rule the entry of the allow-list that allowed it
 */
record ProbeResult(OpenCode code, long ms, String message, Optional<String> address, Optional<String> rule) {
}
