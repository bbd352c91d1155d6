package io.penstock.control.api;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Whether an enrolled agent may begin. */
public enum EnrollStatus {
    /** It may: a credential is with the answer. */
    @JsonProperty("active")
    ACTIVE,
    /** A person has to approve it: ask again with the same request. */
    @JsonProperty("pending")
    PENDING
}
