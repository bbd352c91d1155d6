package io.penstock.pipes.api;

import java.time.Instant;

/** That a pipe came into a state, when, and why. Immutable. */
public record StateChange(PipeState state, String reason, Instant since) {
    @Override
    public String toString() {
        return reason.isEmpty() ? state.toString() : state + " (" + reason + ")";
    }
}
