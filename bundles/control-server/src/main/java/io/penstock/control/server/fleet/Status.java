package io.penstock.control.server.fleet;

import java.time.Instant;

/** How an agent is, since when and why. Immutable. */
public record Status(Substate substate, String reason, Instant since) {
    /** What the substate is a part of. */
    public AgentState state() {
        return substate.state();
    }

    /** The same, when nothing but the reason changed; else begun anew. */
    Status to(StateRule.Verdict verdict, Instant now) {
        if (verdict.substate() == substate) {
            return verdict.reason().equals(reason) ? this : new Status(substate, verdict.reason(), since);
        }
        return new Status(verdict.substate(), verdict.reason(), now);
    }
}
