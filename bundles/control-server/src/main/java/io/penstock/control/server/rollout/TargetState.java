package io.penstock.control.server.rollout;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** How far one target of a rollout is. */
public enum TargetState {
    /** Its batch has not come. */
    WAITING,
    /** The agent may have it. */
    RELEASED,
    /** The agent runs it. */
    DONE,
    /** The agent refused it, went back, or did not answer. */
    FAILED,
    /** The agent was away; it gets it when it comes back. */
    SKIPPED,
    /** A newer rollout has another plan. */
    SUPERSEDED;

    /** In lower case, as in the API and the store. */
    @JsonValue
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The state of that text. */
    public static TargetState of(String text) {
        return valueOf(text.toUpperCase(Locale.ROOT));
    }
}
