package io.penstock.control.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What an agent tells: only what changed, unless {@code full}. The same {@code bootId} and {@code seq} again has the
 * same effect.
 *
 * @param bootId made anew by every start of the process
 * @param seq 1, 2, …
 * @param full whether this is all there is
 * @param sentAt by the agent's clock, which is not trusted
 * @param known what the agent holds
 * @param agent when changed or full
 * @param health how the agent is
 * @param pipes changed ones, or all when full
 * @param results of commands
 * @param pending what waits to be sent
 * @param goodbye true: the process ends as it was meant to
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record SyncRequest(String bootId, long seq, boolean full, Instant sentAt, Known known, Optional<AgentReport> agent,
                          HealthReport health, List<PipeReport> pipes, List<CommandResult> results,
                          Optional<Pending> pending, @JsonSetter(nulls = Nulls.AS_EMPTY) boolean goodbye) {
    public SyncRequest {
        TextRule.UUID.checked(bootId, "bootId");
        Given.within(seq, "seq", 1, Given.MAX_NUMBER);
        Given.required(sentAt, "sentAt");
        Given.required(known, "known");
        Given.required(agent, "agent");
        Given.required(health, "health");
        pipes = Given.listIfAny(pipes, "pipes", 0, 1_000);
        results = Given.listIfAny(results, "results", 0, 100);
        Given.required(pending, "pending");
    }
}
