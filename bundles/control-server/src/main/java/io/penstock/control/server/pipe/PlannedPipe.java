package io.penstock.control.server.pipe;

import io.penstock.control.api.Desired;
import io.penstock.control.api.HealthRule;
import io.penstock.control.api.OnFailure;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A pipe as the planner needs it. Immutable.
 *
 * @param wanted which revision goes to agents; none: nothing does
 * @param agents ids of agents chosen one by one
 */
public record PlannedPipe(String id, String name, Optional<Wanted> wanted, Selector selector, Set<String> agents,
                          Desired desired, HealthRule health, OnFailure onFailure) {
    /**
     * A revision.
     *
     * @param artifact SHA-256 of its text
     * @param size bytes of its text
     * @param params what it declares: the default, or nothing where there is none
     */
    public record Wanted(int revision, String artifact, int size, Map<String, Optional<Object>> params) {
    }

    /** Whether it is the agent's. */
    public boolean assignedTo(AgentFacts agent) {
        return agents.contains(agent.id()) || selector.matches(agent);
    }

    /** With another revision. */
    public PlannedPipe wanting(Wanted other) {
        return new PlannedPipe(id, name, Optional.of(other), selector, agents, desired, health, onFailure);
    }
}
