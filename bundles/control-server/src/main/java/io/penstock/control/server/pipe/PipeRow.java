package io.penstock.control.server.pipe;

import io.penstock.control.api.Desired;
import io.penstock.control.api.HealthRule;
import io.penstock.control.api.OnFailure;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A pipe, as it is kept. Immutable.
 *
 * @param draft its text, if there is one
 * @param live the revision that agents who come anew get
 * @param agentIds agents chosen one by one
 */
public record PipeRow(String id, String name, Optional<String> draft, Optional<String> draftBy, Optional<Instant> draftAt,
                      long draftVersion, OptionalInt live, Desired desired, HealthRule health, OnFailure onFailure,
                      String selector, List<String> agentIds, long version, Instant createdAt, String createdBy,
                      Optional<Instant> removedAt) {
    /** Where nobody said otherwise. */
    public static final HealthRule USUAL_HEALTH = new HealthRule(3, 30);

    /** How it runs, changed. */
    public PipeRow running(Desired newDesired, HealthRule newHealth, OnFailure newOnFailure) {
        return new PipeRow(id, name, draft, draftBy, draftAt, draftVersion, live, newDesired, newHealth, newOnFailure,
                selector, agentIds, version, createdAt, createdBy, removedAt);
    }

    /** Whose it is, changed. */
    public PipeRow assigned(String newSelector, List<String> newAgentIds) {
        return new PipeRow(id, name, draft, draftBy, draftAt, draftVersion, live, desired, health, onFailure, newSelector,
                newAgentIds, version, createdAt, createdBy, removedAt);
    }
}
