package io.penstock.control.api;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What an agent is to do with a pipe. */
public enum Desired {
    /** Run it. */
    @JsonProperty("running")
    RUNNING,
    /** Keep it ready, and take nothing in. */
    @JsonProperty("paused")
    PAUSED,
    /** Do not run it. */
    @JsonProperty("stopped")
    STOPPED
}
