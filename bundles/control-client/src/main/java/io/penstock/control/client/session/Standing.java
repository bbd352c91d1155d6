package io.penstock.control.client.session;

import io.penstock.core.health.Health;
import java.time.Instant;

/** How this agent stands with its server, since when, and why. Immutable. */
public record Standing(Kind kind, String reason, Instant since) {
    /** From nothing to an end. */
    public enum Kind {
        /** Begins. */
        STARTING(Health.State.WAITING),
        /** Asks for a credential. */
        ENROLLING(Health.State.WAITING),
        /** A person has to approve it on the server. */
        PENDING(Health.State.WAITING),
        /** The server answers. */
        CONNECTED(Health.State.UP),
        /** The server does not answer; what runs, runs on. */
        UNREACHABLE(Health.State.DEGRADED),
        /** The server does not accept this agent; what runs, runs on. */
        REFUSED(Health.State.DOWN),
        /** Somebody else has this identity; what runs, runs on. */
        CONFLICT(Health.State.DOWN),
        /** The server has taken this agent away, for good. */
        REMOVED(Health.State.DOWN);

        private final Health.State health;

        Kind(Health.State health) {
            this.health = health;
        }
    }

    /** As health. */
    public Health health() {
        return new Health(kind.health, kind == Kind.CONNECTED ? "" : reason, since);
    }
}
