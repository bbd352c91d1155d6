package io.penstock.control.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Optional;
import java.util.SortedMap;

/**
 * A pipe to run.
 *
 * @param spec names this entry without {@code rollout}; reported, never computed by an agent
 * @param pipeId where its state is kept under
 * @param name the pipe's name
 * @param revision of the pipe
 * @param desired what to do with it
 * @param artifact its text
 * @param params values for its parameters
 * @param health when an attempt counts as good
 * @param onFailure what to do when it is not
 * @param rollout which one brought it
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record ManifestPipe(String spec, String pipeId, String name, int revision, Desired desired, Artifact artifact,
                           @JsonInclude(JsonInclude.Include.ALWAYS) SortedMap<String, Object> params, HealthRule health,
                           OnFailure onFailure, Optional<String> rollout) {
    public ManifestPipe {
        TextRule.SHA256.checked(spec, "spec");
        TextRule.UUID.checked(pipeId, "pipeId");
        TextRule.PIPE_NAME.checked(name, "name");
        Given.within(revision, "revision", 1, Integer.MAX_VALUE);
        Given.required(desired, "desired");
        Given.required(artifact, "artifact");
        params = Given.entries(params, "params");
        Given.required(health, "health");
        Given.required(onFailure, "onFailure");
        TextRule.UUID.checkedIfAny(rollout, "rollout");
    }
}
