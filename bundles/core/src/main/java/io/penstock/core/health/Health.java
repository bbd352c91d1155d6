package io.penstock.core.health;

import static java.util.Objects.requireNonNull;

import java.time.Instant;

/**
 * How something is, since when, and why. Immutable.
 *
 * @param reason one line for people; empty when all is well
 */
public record Health(State state, String reason, Instant since) {
    /** From best to worst. */
    public enum State {
        /** Does its work. */
        UP,
        /** On its way up, or waiting for something it names. */
        WAITING,
        /** Does its work with a loss of speed or redundancy, or tries again and again. */
        DEGRADED,
        /** Does not do its work and will not without help. */
        DOWN
    }

    public Health {
        requireNonNull(state, "state is null");
        requireNonNull(reason, "reason is null");
        requireNonNull(since, "since is null");
    }
}
