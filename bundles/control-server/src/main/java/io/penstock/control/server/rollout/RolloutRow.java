package io.penstock.control.server.rollout;

import java.time.Instant;
import java.util.Optional;

/**
 * A rollout, as it is kept. Immutable.
 *
 * @param plan how it goes on
 * @param stage of the last batch released
 * @param batch the last one released of its stage; -1 before the first
 * @param nextAt when soaking ends
 */
public record RolloutRow(String id, Cause cause, Optional<String> pipeId, Optional<Integer> revision, Plan plan,
                         RolloutState state, Optional<String> reason, int stage, int batch, int total,
                         Optional<Instant> nextAt, Instant createdAt, String createdBy, Optional<Instant> endedAt,
                         long version) {
    /**
     * How it goes on.
     *
     * @param forgiven failures a person has passed over
     * @param liveBefore what to go back to
     */
    public record Plan(Strategy strategy, int forgiven, Optional<Integer> liveBefore) {
    }

    /** Where it is. */
    public RolloutStep.Position position() {
        return new RolloutStep.Position(state, plan.strategy(), stage, batch, plan.forgiven(), nextAt);
    }
}
