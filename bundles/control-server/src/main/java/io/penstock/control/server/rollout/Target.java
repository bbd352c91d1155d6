package io.penstock.control.server.rollout;

import java.time.Instant;
import java.util.Optional;

/**
 * One change of what one agent runs of one pipe.
 *
 * @param ordinal its place in the rollout, from 0
 * @param stage which stage it belongs to, from 0
 * @param batch which batch of that stage it was released with, from 0; -1 before
 * @param at when its state last changed
 */
public record Target(String rolloutId, int ordinal, String agentId, String pipeId, Optional<String> before,
                     Optional<String> after, int stage, int batch, TargetState state, Optional<Instant> at,
                     Optional<String> message) {
}
