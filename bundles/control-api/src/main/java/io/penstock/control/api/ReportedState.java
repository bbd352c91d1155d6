package io.penstock.control.api;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What a pipe on an agent is doing. */
public enum ReportedState {
    /** It is in the manifest; nothing has begun. */
    @JsonProperty("assigned")
    ASSIGNED,
    /** Its text is on the way. */
    @JsonProperty("fetching")
    FETCHING,
    /** Its text is checked. */
    @JsonProperty("validating")
    VALIDATING,
    /** On its way up. */
    @JsonProperty("starting")
    STARTING,
    /** All is well. */
    @JsonProperty("running")
    RUNNING,
    /** It waits for something the reason names. */
    @JsonProperty("waiting")
    WAITING,
    /** A node is in trouble. */
    @JsonProperty("degraded")
    DEGRADED,
    /** It is about to be tried again. */
    @JsonProperty("backoff")
    BACKOFF,
    /** It has given up. */
    @JsonProperty("failed")
    FAILED,
    /** What ran before runs again. */
    @JsonProperty("rolledBack")
    ROLLED_BACK,
    /** On its way down. */
    @JsonProperty("stopping")
    STOPPING,
    /** It does not run, as it is meant to. */
    @JsonProperty("stopped")
    STOPPED,
    /** It is held. */
    @JsonProperty("paused")
    PAUSED,
    /** All its inputs came to their end. */
    @JsonProperty("completed")
    COMPLETED
}
