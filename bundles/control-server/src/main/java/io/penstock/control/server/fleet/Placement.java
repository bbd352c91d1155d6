package io.penstock.control.server.fleet;

import java.time.Instant;
import java.util.Optional;

/**
 * What one agent is to run of one pipe. Immutable.
 *
 * @param pipeId a pipe's id, or {@link io.penstock.control.server.pipe.Planner#SETTINGS}
 * @param spec hash; none: nothing
 * @param previous what it was before; goes out again where {@code spec} was refused
 * @param rolloutId what brought it
 * @param since when
 */
public record Placement(String agentId, String pipeId, Optional<String> spec, Optional<String> previous,
                        Optional<String> rolloutId, Instant since) {
}
