package io.penstock.control.api;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What an agent does with a pipe that does not get well. */
public enum OnFailure {
    /** Runs what ran before. */
    @JsonProperty("rollback")
    ROLLBACK,
    /** Stops it. */
    @JsonProperty("stop")
    STOP
}
