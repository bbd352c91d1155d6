package io.penstock.control.server.fleet;

import java.time.Instant;
import java.util.Optional;

/** How an agent was when it was last written down. Immutable. */
record Presence(String agentId, String server, Optional<String> bootId, Optional<Instant> lastSeen,
                Optional<String> address, boolean goodbye, Status status, Told told, Optional<Conflict> conflict) {
}
