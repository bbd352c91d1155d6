package io.penstock.pipes.run;

/** What the parts of a running pipe report to whoever runs it. Thread-safe; quick, never blocks. */
public interface PipeEvents {
    /** A node goes on, but not well. */
    void degraded(String node, String reason);

    /** Takes {@link #degraded} back. */
    void healthy(String node);

    /** The pipe cannot go on; it is to be closed. Only the first counts. */
    void failed(String node, String reason);

    /** Something could not be closed as it should; everything else goes its way. */
    void closedBadly(String node, String reason);

    /** All inputs are complete and everything is delivered. */
    void completed();
}
