package io.penstock.control.api;

import com.fasterxml.jackson.annotation.JsonProperty;

/** How an agent is, all in one. */
public enum HealthStatus {
    /** Does its work. */
    @JsonProperty("ok")
    OK,
    /** Does its work with a loss. */
    @JsonProperty("degraded")
    DEGRADED,
    /** Does not do its work. */
    @JsonProperty("failed")
    FAILED
}
