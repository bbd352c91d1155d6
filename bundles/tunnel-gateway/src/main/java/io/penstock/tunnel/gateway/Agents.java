package io.penstock.tunnel.gateway;

import io.penstock.core.time.Clock;
import io.penstock.tunnel.gateway.audit.EndReason;
import io.penstock.tunnel.gateway.settings.AgentSettings;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** The agents of the settings and those the control plane's server knows, and who waits for one of them. Thread-safe. */
final class Agents {
    private final Clock clock;
    private final Set<Runnable> waiting = ConcurrentHashMap.newKeySet();
    private volatile Map<String, Agent> byName = Map.of();
    private volatile Map<String, Agent> byId = Map.of();

    private final Adopted adopted;

    Agents(Clock clock) {
        this.clock = clock;
        this.adopted = new Adopted(clock, entry -> byId.containsKey(entry.id()) || byName.containsKey(entry.name()));
    }

    /** Who knows agents beside the settings. */
    Adopted adopted() {
        return adopted;
    }

    /** Takes other settings: ends what they no longer allow and touches nothing else. One thread at a time. */
    void become(Map<String, AgentSettings> settings) {
        Map<String, Agent> names = new LinkedHashMap<>();
        Map<String, Agent> ids = new LinkedHashMap<>();
        settings.forEach((name, next) -> {
            Agent agent = Optional.ofNullable(byName.get(name)).filter(known -> known.settings().id().equals(next.id()))
                    .orElseGet(() -> new Agent(name, next, clock));
            agent.become(next);
            names.put(name, agent);
            ids.put(next.id(), agent);
        });
        Map<String, Agent> before = byName;
        byName = names;
        byId = ids;
        names.values().forEach(agent -> agent.unwelcome().forEach(link -> link.end(EndReason.REVOKED)));
        before.values().stream().filter(agent -> names.get(agent.name()) != agent)
                .forEach(agent -> agent.end(EndReason.REVOKED));
        adopted.all().stream().filter(agent -> ids.containsKey(agent.settings().id()) || names.containsKey(agent.name()))
                .forEach(agent -> adopted.changed(agent.settings().id()));
    }

    Collection<Agent> all() {
        return Stream.concat(byName.values().stream(), adopted.all().stream()).toList();
    }

    Optional<Agent> named(String name) {
        return Optional.ofNullable(byName.get(name)).or(() -> adopted.named(name));
    }

    Optional<Agent> withId(String id) {
        return Optional.ofNullable(byId.get(id)).or(() -> adopted.withId(id));
    }

    /** Whether the settings still have this very agent. */
    boolean has(Agent agent) {
        return byName.get(agent.name()) == agent || adopted.has(agent);
    }

    /** Tells of every connection that comes, until {@link #forget}. Whoever waits bounds how many do. */
    void await(Runnable waiter) {
        waiting.add(waiter);
    }

    void forget(Runnable waiter) {
        waiting.remove(waiter);
    }

    /** A connection came. */
    void arrived() {
        waiting.forEach(Runnable::run);
    }
}
