package io.penstock.control.api;

/**
 * What a pipe has counted since it last started.
 *
 * @param in events read
 * @param out events delivered
 * @param dropped events dropped as configured
 * @param deadLettered events kept aside
 * @param errors times something went wrong
 * @param bytes read
 * @param lagMs how far it is behind
 */
public record PipeCounters(long in, long out, long dropped, long deadLettered, long errors, long bytes, long lagMs) {
    public PipeCounters {
        Given.within(in, "in", 0, Given.MAX_NUMBER);
        Given.within(out, "out", 0, Given.MAX_NUMBER);
        Given.within(dropped, "dropped", 0, Given.MAX_NUMBER);
        Given.within(deadLettered, "deadLettered", 0, Given.MAX_NUMBER);
        Given.within(errors, "errors", 0, Given.MAX_NUMBER);
        Given.within(bytes, "bytes", 0, Given.MAX_NUMBER);
        Given.within(lagMs, "lagMs", 0, Given.MAX_NUMBER);
    }
}
