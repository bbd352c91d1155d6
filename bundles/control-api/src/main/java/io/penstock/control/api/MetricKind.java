package io.penstock.control.api;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Whether a measured value only grows. */
public enum MetricKind {
    /** It grows until its owner starts anew. */
    @JsonProperty("counter")
    COUNTER,
    /** It goes up and down. */
    @JsonProperty("gauge")
    GAUGE
}
