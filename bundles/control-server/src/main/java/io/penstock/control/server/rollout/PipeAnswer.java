package io.penstock.control.server.rollout;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.penstock.control.api.Desired;
import io.penstock.control.api.HealthRule;
import io.penstock.control.api.OnFailure;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A pipe, as in the API. Immutable. */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
record PipeAnswer(String id, String name, Optional<String> description, Map<String, String> labels,
                  Optional<DraftState> draft, Optional<Integer> live, Optional<Integer> latest, Optional<String> rollout,
                  Desired desired, HealthRule health, OnFailure onFailure, String selector, List<String> agents, int assigned,
                  int running, int failed, Instant createdAt, String createdBy, long version) {
    /** Whether there is a draft, and how good it is. */
    record DraftState(long version, String by, Instant at, int errors, int warnings) {
    }

    /** A draft. */
    record Draft(String text, String by, Instant at, long version,
                 List<io.penstock.control.server.pipe.PipeReader.Finding> findings) {
    }

    /** A new pipe. */
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    record Made(PipeAnswer pipe, Draft draft, Optional<Gate.Passed> gate) {
    }
}
