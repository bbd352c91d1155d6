package io.penstock.tunnel.gateway;

import io.penstock.core.health.Health;

/** How an agent is, as people see it. */
enum AgentState {
    NEVER_CONNECTED(Health.State.WAITING), ONLINE(Health.State.UP), DEGRADED(Health.State.DEGRADED),
    DUPLICATE_REFUSED(Health.State.DEGRADED), DISABLED(Health.State.UP), OFFLINE(Health.State.DEGRADED);

    private final Health.State health;

    AgentState(Health.State health) {
        this.health = health;
    }

    Health.State health() {
        return health;
    }
}
