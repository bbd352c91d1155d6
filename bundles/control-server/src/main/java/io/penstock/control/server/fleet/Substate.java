package io.penstock.control.server.fleet;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** How an agent is, closer. */
public enum Substate {
    /** Never connected. */
    CREATED(AgentState.PENDING),
    /** Waits for a person. */
    APPROVAL(AgentState.PENDING),
    /** All is well. */
    ONLINE(AgentState.RUNNING),
    /** In touch, with a loss. */
    DEGRADED(AgentState.RUNNING),
    /** What it runs is not yet what is wanted. */
    UPDATING(AgentState.RUNNING),
    /** Takes nothing new in. */
    DRAINING(AgentState.RUNNING),
    /** Said goodbye. */
    STOPPED(AgentState.STOPPED),
    /** Its entry was removed; for good. */
    REMOVED(AgentState.STOPPED),
    /** Its entry is disabled. */
    DISABLED(AgentState.STOPPED),
    /** Not seen. */
    OFFLINE(AgentState.UNKNOWN),
    /** Two processes use its identity. */
    CONFLICT(AgentState.UNKNOWN),
    /** Only attempts with a revoked credential. */
    REVOKED(AgentState.UNKNOWN);

    private final AgentState state;

    Substate(AgentState state) {
        this.state = state;
    }

    /** What it is a part of. */
    public AgentState state() {
        return state;
    }

    /** In lower case, as in the API and the store. */
    @JsonValue
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The substate of that text. */
    public static Substate of(String text) {
        return valueOf(text.toUpperCase(Locale.ROOT));
    }
}
