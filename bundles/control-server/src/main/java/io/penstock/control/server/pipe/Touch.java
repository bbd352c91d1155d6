package io.penstock.control.server.pipe;

import java.util.Optional;

/**
 * A change of what one agent runs of one pipe: a line of a preview, a target of a rollout.
 *
 * @param pipeId a pipe's id, or {@link Planner#SETTINGS}
 * @param before hash of the spec now; none: nothing runs
 * @param after hash of the spec then; none: nothing is to run
 */
public record Touch(String agentId, String pipeId, Optional<String> before, Optional<String> after) {
}
