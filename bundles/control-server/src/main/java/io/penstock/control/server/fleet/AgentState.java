package io.penstock.control.server.fleet;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** How an agent is, in one word. */
public enum AgentState {
    /** Created or waiting for approval. */
    PENDING,
    /** In touch. */
    RUNNING,
    /** Said goodbye, or was taken away. */
    STOPPED,
    /** Lost. */
    UNKNOWN;

    /** In lower case, as in the API and the store. */
    @JsonValue
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The state of that text. */
    public static AgentState of(String text) {
        return valueOf(text.toUpperCase(Locale.ROOT));
    }
}
