package io.penstock.pipes.api;

/** What a pipe is doing. */
public enum PipeState {
    /** On its way up. */
    STARTING,
    /** Runs, and all is well. */
    RUNNING,
    /** Cannot run yet: the reason names what it waits for, such as a plugin. Goes on by itself. */
    WAITING,
    /** Runs, but a node is in trouble, which the reason names. Tries on by itself. */
    DEGRADED,
    /** Has given up; the reason says why. Its data is kept. Goes on when it is restarted or edited. */
    FAILED,
    /** Stopped by a person, to be resumed by one. */
    PAUSED,
    /** All its inputs came to their end and everything is delivered. */
    COMPLETED,
    /** Removed, or the runtime ends. */
    STOPPED
}
