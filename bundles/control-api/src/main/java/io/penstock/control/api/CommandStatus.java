package io.penstock.control.api;

import com.fasterxml.jackson.annotation.JsonProperty;

/** How a command ended. */
public enum CommandStatus {
    /** It was carried out. */
    @JsonProperty("done")
    DONE,
    /** It was tried. */
    @JsonProperty("failed")
    FAILED,
    /** The agent does not know it or does not allow it. */
    @JsonProperty("refused")
    REFUSED,
    /** It came too late. */
    @JsonProperty("expired")
    EXPIRED
}
