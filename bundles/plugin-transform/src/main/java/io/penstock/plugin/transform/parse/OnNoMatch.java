package io.penstock.plugin.transform.parse;

/** What becomes of an event whose input field holds nothing to read. */
public enum OnNoMatch {
    /** An event error: it goes where the step's {@code on-error} says. */
    ERROR,
    /** It goes on unchanged. */
    PASS
}
