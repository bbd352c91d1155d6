package io.penstock.control.server.rollout;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A rollout, as in the API. Immutable. */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
record RolloutAnswer(String id, Cause cause, Optional<String> pipe, Optional<Integer> revision, Strategy strategy,
                     RolloutState state, Optional<String> step, Optional<String> reason, int stage, int batch, int total,
                     long released, long done, long failed, long skipped, Optional<Instant> nextAt, List<Error> errors,
                     Instant createdAt, String createdBy, Optional<Instant> endedAt, long version) {
    /** What went wrong on an agent. */
    record Error(String agentId, String agentName, Instant at, String code, String message) {
    }

    /** A target. */
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    record Shown(int ordinal, String agentId, String agentName, String pipe, Optional<String> before, Optional<String> after,
                 int stage, int batch, TargetState state, Optional<Instant> at, Optional<String> message) {
    }

    /** What a rollout would do. */
    record Planned(int touches, List<Stage> stages) {
        /** One stage of it. */
        record Stage(String selector, List<Integer> batches) {
        }
    }
}
