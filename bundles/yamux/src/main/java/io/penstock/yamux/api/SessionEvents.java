package io.penstock.yamux.api;

/** What happens to a session as a whole. On its loop. */
public interface SessionEvents {
    /**
     * No stream can be opened any more, the open ones go on: the peer said so, or this end has used up its stream numbers
     * ({@link GoAwayCode#NORMAL}). Not called for this end's own {@link YamuxSession#goAway}. At most once.
     */
    void goingAway(GoAwayCode code);

    /** The session has ended and all its streams were reset: by either end, by a fault, by a missed ping. Called once. */
    void lost(Throwable cause);
}
