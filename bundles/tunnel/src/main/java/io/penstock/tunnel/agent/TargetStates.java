package io.penstock.tunnel.agent;

import io.penstock.core.time.Clock;
import io.penstock.tunnel.wire.api.OpenCode;
import io.penstock.tunnel.wire.api.TargetHealth;
import io.penstock.tunnel.wire.api.TargetHealth.State;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How the named targets are; a change is logged, a line each. Thread-safe. */
final class TargetStates {
    private static final Logger LOG = LoggerFactory.getLogger("io.penstock.tunnel");

    private final Clock clock;
    private final Map<String, Known> known = new LinkedHashMap<>();

    /** One target, and since when it is in its state. */
    record Known(TargetHealth health, Instant since) {
    }

    TargetStates(Clock clock) {
        this.clock = clock;
    }

    /** These are the targets: new ones are unknown, those that are gone are forgotten. */
    synchronized void are(Set<String> names) {
        known.keySet().retainAll(names);
        names.stream().sorted().forEach(name -> known.computeIfAbsent(name, key -> unknown(name)));
    }

    private Known unknown(String name) {
        return new Known(new TargetHealth(name, State.UNKNOWN, OpenCode.OK, 0, ""), clock.now());
    }

    /** A target was tried. @return whether its state is another now */
    synchronized boolean tried(String name, ProbeResult result) {
        Known before = known.get(name);
        if (before == null) {
            return false;
        }
        State state = result.code() == OpenCode.OK ? State.OK : State.UNREACHABLE;
        boolean changed = state != before.health().state() || result.code() != before.health().code();
        TargetHealth health = new TargetHealth(name, state, result.code(), result.ms(), result.message());
        known.put(name, new Known(health, changed ? clock.now() : before.since()));
        if (changed) {
            tell(health, before.health().state());
        }
        return changed;
    }

    private static void tell(TargetHealth health, State before) {
        if (health.state() == State.UNREACHABLE) {
            LOG.warn("target {}: {}", health.name(), health.message());
        } else if (before == State.UNREACHABLE) {
            LOG.info("target {}: can be reached again, in {} ms", health.name(), health.ms());
        }
    }

    /** All of them. */
    synchronized List<Known> all() {
        return List.copyOf(known.values());
    }
}
