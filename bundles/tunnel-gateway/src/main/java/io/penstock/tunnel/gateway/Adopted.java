package io.penstock.tunnel.gateway;

import io.penstock.core.error.PenstockException;
import io.penstock.core.identity.AgentDirectory;
import io.penstock.core.time.Clock;
import io.penstock.tunnel.gateway.audit.EndReason;
import io.penstock.tunnel.gateway.settings.AgentSettings;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/**
 * The agents that are not in the settings, but known to the control plane's server: taken in when they come, ended when the
 * server says so. Thread-safe; the lock is held to change the tables, never while something ends.
 */
final class Adopted {
    private static final int MAX_AGENTS = 100_000;
    private static final int MAX_STREAMS = 4096;

    private final Clock clock;
    /** Whether the settings have an agent with this id or name: they come first. */
    private final Predicate<AgentDirectory.Entry> taken;
    private final Map<String, Agent> byId = new ConcurrentHashMap<>();
    private final Map<String, Agent> byName = new ConcurrentHashMap<>();
    private volatile Optional<AgentDirectory> directory = Optional.empty();

    Adopted(Clock clock, Predicate<AgentDirectory.Entry> taken) {
        this.clock = clock;
        this.taken = taken;
    }

    /** Who knows agents from now on; without anybody those that are here stay, as they would at a restart of the server. */
    void ask(Optional<AgentDirectory> next) {
        directory = next;
        if (next.isPresent()) {
            List.copyOf(byId.keySet()).forEach(this::changed);
        }
    }

    Collection<Agent> all() {
        return byId.values();
    }

    Optional<Agent> named(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    /** Whether there is an agent of this name, connected or not. */
    boolean knows(String name) {
        return byName.containsKey(name)
                || directory.flatMap(known -> known.byName(name)).filter(AgentDirectory.Entry::active).isPresent();
    }

    /** Looks it up and takes it in, if it is not here yet. */
    Optional<Agent> withId(String id) {
        return Optional.ofNullable(byId.get(id)).or(() -> usable(id).flatMap(this::adopt));
    }

    private Optional<AgentDirectory.Entry> usable(String id) {
        return directory.flatMap(known -> known.byId(id)).filter(AgentDirectory.Entry::active)
                .filter(entry -> !entry.publicKeys().isEmpty() && !taken.test(entry));
    }

    private synchronized Optional<Agent> adopt(AgentDirectory.Entry entry) {
        if (byId.size() < MAX_AGENTS && !byName.containsKey(entry.name())) {
            settings(entry).ifPresent(settings -> {
                Agent agent = byId.computeIfAbsent(entry.id(), id -> new Agent(entry.name(), settings, clock));
                byName.put(agent.name(), agent);
            });
        }
        return Optional.ofNullable(byId.get(entry.id()));
    }

    /** A key that cannot be read lets nobody in. */
    private static Optional<AgentSettings> settings(AgentDirectory.Entry entry) {
        try {
            return Optional.of(new AgentSettings(entry.id(), entry.publicKeys(), false, MAX_STREAMS));
        } catch (PenstockException e) {
            return Optional.empty();
        }
    }

    /** The server or the settings know something else of it by now. */
    void changed(String id) {
        Agent agent = byId.get(id);
        if (agent == null) {
            return;
        }
        Optional<AgentSettings> next = usable(id).filter(entry -> entry.name().equals(agent.name())).flatMap(Adopted::settings);
        if (next.isEmpty()) {
            forget(agent);
            agent.end(EndReason.REVOKED);
        } else {
            agent.become(next.get());
            agent.unwelcome().forEach(link -> link.end(EndReason.REVOKED));
        }
    }

    private synchronized void forget(Agent agent) {
        byId.remove(agent.settings().id(), agent);
        byName.remove(agent.name(), agent);
    }

    /** Whether it is still here. */
    boolean has(Agent agent) {
        return byName.get(agent.name()) == agent;
    }
}
