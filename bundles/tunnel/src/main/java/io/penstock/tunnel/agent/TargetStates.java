package io.penstock.tunnel.agent;

import io.penstock.core.time.Clock;
import io.penstock.tunnel.policy.TargetAddress;
import io.penstock.tunnel.wire.api.OpenCode;
import io.penstock.tunnel.wire.api.TargetHealth;
import io.penstock.tunnel.wire.api.TargetHealth.State;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How the named targets are; a change is logged, a line each. Thread-safe. */
final class TargetStates {
    private static final Logger LOG = LoggerFactory.getLogger("io.penstock.tunnel");

    private final Clock clock;
    private final Map<String, Known> known = new TreeMap<>();
    private boolean isTried;

    /** One target, where it is, and since when it is in its state. */
    record Known(TargetAddress address, TargetHealth health, Instant since) {
    }

    TargetStates(Clock clock) {
        this.clock = clock;
    }

    /** These are the targets: new ones, those elsewhere, and those tried no more are unknown; those gone are forgotten. */
    synchronized void are(TargetBook book) {
        isTried = !book.healthCheck().isZero();
        known.keySet().retainAll(book.named().keySet());
        known.replaceAll((name, before) -> isTried || before.health().state() == State.UNKNOWN ? before
                : unknown(name, before.address()));
        book.named().forEach((name, address) -> known.merge(name, unknown(name, address),
                (before, unknown) -> before.address().equals(address) ? before : unknown));
    }

    private Known unknown(String name, TargetAddress address) {
        return new Known(address, new TargetHealth(name, State.UNKNOWN, OpenCode.OK, 0, ""), clock.now());
    }

    /**
     * A target was tried; what was tried before {@link #are} said otherwise does not count.
     *
     * @param address where it was tried
     * @return whether its state is another now
     */
    synchronized boolean tried(String name, TargetAddress address, ProbeResult result) {
        Known before = known.get(name);
        if (!isTried || before == null || !before.address().equals(address)) {
            return false;
        }
        State state = result.code() == OpenCode.OK ? State.OK : State.UNREACHABLE;
        boolean changed = state != before.health().state() || result.code() != before.health().code();
        TargetHealth health = new TargetHealth(name, state, result.code(), result.ms(), result.message());
        known.put(name, new Known(address, health, changed ? clock.now() : before.since()));
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
