package io.penstock.control.server.fleet;

import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What the server has for an agent. Immutable.
 *
 * @param manifest body; the same on every server and after every start, as long as nothing changes
 * @param settings body; none where nothing was ever set
 * @param pipes hash of the spec that is offered, by pipe id
 * @param artifacts hashes of texts it may fetch
 */
public record Offer(long generation, String manifest, String manifestHash, Optional<String> settings,
             Optional<String> settingsHash, Map<String, String> pipes, Set<String> artifacts) {
}
