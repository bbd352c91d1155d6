package io.penstock.control.api;

/**
 * What a node has counted since its pipe last started.
 *
 * @param in events given to it
 * @param out events it gave
 * @param errors times something went wrong
 */
public record NodeCounters(long in, long out, long errors) {
    public NodeCounters {
        Given.within(in, "in", 0, Given.MAX_NUMBER);
        Given.within(out, "out", 0, Given.MAX_NUMBER);
        Given.within(errors, "errors", 0, Given.MAX_NUMBER);
    }
}
