package io.penstock.control.server.rollout;

import java.util.Optional;

/**
 * What an agent has answered to what it was given.
 *
 * @param spec what it was given; none: to take the pipe away
 * @param done whether it runs it; otherwise {@code code} and {@code message} tell why not
 */
public record Outcome(String rolloutId, String agentId, String pipeId, Optional<String> spec, boolean done,
                      Optional<String> code, Optional<String> message) {
}
