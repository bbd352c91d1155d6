package io.penstock.control.api;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Whose pipe it is. */
public enum PipeOrigin {
    /** The server's. */
    @JsonProperty("server")
    SERVER,
    /** Of the agent's own folder; the server only sees it. */
    @JsonProperty("local")
    LOCAL
}
