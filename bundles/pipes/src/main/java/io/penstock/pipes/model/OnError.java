package io.penstock.pipes.model;

/** What becomes of an event that a step cannot handle, or an output refuses for good. */
public enum OnError {
    /** Kept aside with its reason; counts as done. */
    DLQ,
    /** Thrown away and counted; counts as done. */
    DROP,
    /** Goes on as it came; for steps only. */
    PASS,
    /** Fails the pipe; nothing is acknowledged. */
    FAIL
}
