package io.penstock.control.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.Optional;
import java.util.SortedMap;

/**
 * What runs of a pipe, and what the last attempt did.
 *
 * @param pipeId none for pipes of the agent's own folder
 * @param name the pipe's name
 * @param origin whose pipe it is
 * @param running what runs; none while nothing does
 * @param state what it is doing
 * @param since when that began
 * @param reason why; for people
 * @param restarts since the process began
 * @param lastAttempt what became of the newest revision tried
 * @param counters of the whole pipe
 * @param nodes by the node's id
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record PipeReport(Optional<String> pipeId, String name, PipeOrigin origin, Optional<RunningSpec> running,
                         ReportedState state, Instant since, Optional<String> reason, long restarts,
                         Optional<LastAttempt> lastAttempt, PipeCounters counters, SortedMap<String, NodeCounters> nodes) {
    public PipeReport {
        TextRule.UUID.checkedIfAny(pipeId, "pipeId");
        TextRule.PIPE_NAME.checked(name, "name");
        Given.required(origin, "origin");
        Given.required(running, "running");
        Given.required(state, "state");
        Given.required(since, "since");
        Given.textIfAny(reason, "reason", 0, 1_000);
        Given.within(restarts, "restarts", 0, Given.MAX_NUMBER);
        Given.required(lastAttempt, "lastAttempt");
        Given.required(counters, "counters");
        nodes = Given.mapIfAny(nodes, "nodes", 1000);
    }
}
