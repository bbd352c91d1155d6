package io.penstock.control.server.rollout;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** How far a rollout is. */
public enum RolloutState {
    /** Goes on. */
    RUNNING,
    /** Waits for a person. */
    PAUSED,
    /** All have it, or were passed over. */
    COMPLETED,
    /** Taken back. */
    ABORTED,
    /** A newer one took all that was left. */
    SUPERSEDED;

    /** Whether it can still release anything. */
    public boolean open() {
        return this == RUNNING || this == PAUSED;
    }

    /** In lower case, as in the API and the store. */
    @JsonValue
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The state of that text. */
    public static RolloutState of(String text) {
        return valueOf(text.toUpperCase(Locale.ROOT));
    }
}
