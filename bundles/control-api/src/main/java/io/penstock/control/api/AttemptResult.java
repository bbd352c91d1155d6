package io.penstock.control.api;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What came of the newest revision an agent tried. */
public enum AttemptResult {
    /** It runs and is well. */
    @JsonProperty("applied")
    APPLIED,
    /** It was not started: it has errors, or the local policy forbids it. */
    @JsonProperty("rejected")
    REJECTED,
    /** It did not get well, and there was none before it. */
    @JsonProperty("failed")
    FAILED,
    /** It did not get well, and the one before it runs again. */
    @JsonProperty("rolledBack")
    ROLLED_BACK
}
