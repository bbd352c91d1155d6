package io.penstock.tunnel.gateway;

import io.penstock.core.time.Clock;
import io.penstock.tunnel.gateway.audit.EndReason;
import io.penstock.tunnel.gateway.settings.AgentSettings;
import io.penstock.tunnel.wire.api.TargetHealth;
import io.penstock.tunnel.wire.api.TunnelProtocol;
import io.penstock.tunnel.wire.api.VerifyingKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * One agent of the settings, with its connections. They all are of one instance, but for those that are leaving. Thread-safe:
 * under its own lock, in which nothing is called but getters.
 */
final class Agent {
    /** For so long a refused duplicate is worth showing; a twin that goes on trying comes every minute. */
    static final Duration DUPLICATE_SHOWN = Duration.ofMinutes(3);
    private static final Duration DUPLICATE_LOGGED = Duration.ofMinutes(10);

    private final String name;
    private final Clock clock;
    private final Quota streams = new Quota();
    private final List<AgentLink> links = new ArrayList<>();
    private volatile AgentSettings settings;
    private volatile List<VerifyingKey> keys;
    private volatile Map<String, TargetHealth> targets = Map.of();
    private Instant since;
    private boolean connectedOnce;
    private Optional<Instant> duplicate = Optional.empty();
    private Optional<Instant> duplicateLogged = Optional.empty();
    private String duplicateFrom = "";

    Agent(String name, AgentSettings settings, Clock clock) {
        this.name = name;
        this.clock = clock;
        this.since = clock.now();
        become(settings);
    }

    String name() {
        return name;
    }

    AgentSettings settings() {
        return settings;
    }

    List<VerifyingKey> keys() {
        return keys;
    }

    /** Streams it carries. */
    Quota streams() {
        return streams;
    }

    /** What it told of its targets, by name. */
    Map<String, TargetHealth> targets() {
        return targets;
    }

    void targets(List<TargetHealth> told) {
        targets = told.stream().collect(Collectors.toUnmodifiableMap(TargetHealth::name, health -> health, (a, b) -> b));
    }

    /** Takes other settings; what they no longer allow is the caller's to end, see {@link #unwelcome}. */
    void become(AgentSettings next) {
        settings = next;
        keys = next.verifyingKeys();
    }

    /** Connections that may not be any more: of a disabled agent, or proved with a key that is no more. */
    List<AgentLink> unwelcome() {
        return links(this::isUnwelcome);
    }

    private boolean isUnwelcome(AgentLink link) {
        return settings.disabled() || keys.stream().noneMatch(key -> key.id().equals(link.keyId()));
    }

    /** All connections. */
    List<AgentLink> links() {
        return links(link -> true);
    }

    /** Those that take streams. */
    List<AgentLink> openLinks() {
        return links(AgentLink::isOpen);
    }

    private synchronized List<AgentLink> links(Predicate<AgentLink> which) {
        return links.stream().filter(which).toList();
    }

    /** Connections of another process with this identity. */
    List<AgentLink> rivals(AgentLink newcomer) {
        return links(link -> link.isKept() && !link.instance().equals(newcomer.instance()));
    }

    /** Connections of the same process that this one takes the place of. */
    List<AgentLink> predecessors(AgentLink newcomer) {
        return links(link -> link.isKept() && link.instance().equals(newcomer.instance())
                && link.number() == newcomer.number());
    }

    /** What came of {@link #join}. */
    enum Joined { YES, RIVALS, FULL, UNWELCOME }

    /**
     * Adds a connection, if those there are of the same process and not too many. One that settings of another thread make
     * unwelcome meanwhile is refused here, or found by {@link #unwelcome} there.
     */
    synchronized Joined join(AgentLink newcomer) {
        if (isUnwelcome(newcomer)) {
            return Joined.UNWELCOME;
        }
        if (!rivals(newcomer).isEmpty()) {
            return Joined.RIVALS;
        }
        if (links(link -> link.isKept() && link.number() != newcomer.number()).size() >= TunnelProtocol.MAX_CONNECTIONS) {
            return Joined.FULL;
        }
        if (openLinks().isEmpty()) {
            since = clock.now();
        }
        connectedOnce = true;
        duplicate = Optional.empty();
        links.add(newcomer);
        return Joined.YES;
    }

    /** Takes a connection off. */
    synchronized void leave(AgentLink link) {
        if (links.remove(link) && links.isEmpty()) {
            since = clock.now();
            targets = Map.of();
        }
    }

    /** Remembers a refused twin; whether that is to be logged. */
    synchronized boolean duplicateRefused(String from) {
        Instant now = clock.now();
        duplicate = Optional.of(now);
        duplicateFrom = from;
        boolean log = duplicateLogged.map(last -> last.plus(DUPLICATE_LOGGED).isBefore(now)).orElse(true);
        if (log) {
            duplicateLogged = duplicate;
        }
        return log;
    }

    /** Ends every connection. */
    void end(EndReason reason) {
        links().forEach(link -> link.end(reason));
    }

    synchronized AgentStatus status() {
        List<AgentLink> open = openLinks();
        if (settings.disabled()) {
            return new AgentStatus(AgentState.DISABLED, "disabled in the settings", since);
        }
        if (links.isEmpty()) {
            return connectedOnce ? new AgentStatus(AgentState.OFFLINE, "offline since " + since, since)
                    : new AgentStatus(AgentState.NEVER_CONNECTED, "has not connected yet", since);
        }
        if (duplicate.filter(at -> at.plus(DUPLICATE_SHOWN).isAfter(clock.now())).isPresent()) {
            return new AgentStatus(AgentState.DUPLICATE_REFUSED, "another process with this identity was refused, from "
                    + duplicateFrom, duplicate.get());
        }
        int meant = links.stream().mapToInt(AgentLink::connections).max().orElse(1);
        if (open.size() < meant) {
            return new AgentStatus(AgentState.DEGRADED, open.size() + " of " + meant + " connections", since);
        }
        return targets.values().stream().filter(target -> target.state() == TargetHealth.State.UNREACHABLE)
                .map(target -> "target " + target.name() + ": " + target.code() + " " + target.message()).sorted().findFirst()
                .map(reason -> new AgentStatus(AgentState.DEGRADED, reason, since))
                .orElse(new AgentStatus(AgentState.ONLINE, "", since));
    }
}
