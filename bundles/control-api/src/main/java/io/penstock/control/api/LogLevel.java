package io.penstock.control.api;

import com.fasterxml.jackson.annotation.JsonProperty;

/** How bad a line of a log is. */
public enum LogLevel {
    /** Every step. */
    @JsonProperty("trace")
    TRACE,
    /** What helps to find a fault. */
    @JsonProperty("debug")
    DEBUG,
    /** What belongs to life. */
    @JsonProperty("info")
    INFO,
    /** Degraded, goes on. */
    @JsonProperty("warn")
    WARN,
    /** A person must act. */
    @JsonProperty("error")
    ERROR
}
