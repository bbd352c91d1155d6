package io.penstock.tunnel.agent;

import io.penstock.core.time.Clock;
import io.penstock.tunnel.agent.TunnelState.Kind;
import io.penstock.tunnel.link.LinkStatus;
import io.penstock.tunnel.link.LinkStatus.Phase;
import io.penstock.tunnel.wire.api.TargetHealth;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes one state of all connections and targets, and logs it, a line a change. Thread-safe. */
final class StateBoard {
    private static final Logger LOG = LoggerFactory.getLogger("io.penstock.tunnel");
    /** Which phase speaks for all when none is online: what somebody must do something about first. */
    private static final List<Phase> ORDER = List.of(Phase.RESUMING, Phase.DISABLED, Phase.DUPLICATE_REFUSED, Phase.OFFLINE,
            Phase.NEVER_CONNECTED, Phase.CONNECTING);

    private final Clock clock;
    private TunnelState state;

    StateBoard(Clock clock) {
        this.clock = clock;
        this.state = new TunnelState(Kind.CONNECTING, "", clock.now());
    }

    synchronized TunnelState state() {
        return state;
    }

    /**
     * Something may be different.
     *
     * @param formerOnline connections of former settings that stand, while those of new ones do not yet
     */
    synchronized void update(List<LinkStatus> links, List<TargetStates.Known> targets, int formerOnline) {
        TunnelState next = judge(links, targets, formerOnline);
        boolean changed = next.kind() != state.kind();
        state = changed ? next : new TunnelState(next.kind(), next.reason(), state.since());
        if (changed && (next.kind() == Kind.ONLINE || next.kind() == Kind.CONNECTING)) {
            LOG.info("{}{}", next.kind().text(), next.kind() == Kind.ONLINE ? " at " + links.get(0).gateway() : "");
        } else if (changed) {
            LOG.warn("{}", next);
        }
    }

    private TunnelState judge(List<LinkStatus> links, List<TargetStates.Known> targets, int formerOnline) {
        long online = links.stream().filter(link -> link.phase() == Phase.ONLINE).count();
        if (online == 0 && formerOnline == 0) {
            LinkStatus worst = ORDER.stream().flatMap(phase -> links.stream().filter(link -> link.phase() == phase))
                    .findFirst().orElseThrow();
            String waiting = worst.phase() == Phase.RESUMING ? "streams wait for a new connection: " : "";
            return state(kind(worst.phase()), waiting + worst.reason());
        }
        boolean failed = links.stream().anyMatch(link -> link.phase() != Phase.ONLINE && link.phase() != Phase.CONNECTING);
        if (online < links.size() && !failed) {
            return state(Kind.ONLINE, online + " of " + links.size() + " connections so far");
        }
        if (online == 0) {
            return state(Kind.DEGRADED, "the former connections are in use, as the new settings do not work: " + reason(links));
        }
        if (online < links.size()) {
            return state(Kind.DEGRADED, online + " of " + links.size() + " connections: " + reason(links));
        }
        return unreachable(targets).map(health -> state(Kind.DEGRADED, "target " + health.name() + ": " + health.message()))
                .orElseGet(() -> state(Kind.ONLINE, ""));
    }

    private TunnelState state(Kind kind, String reason) {
        return new TunnelState(kind, reason, clock.now());
    }

    private static String reason(List<LinkStatus> links) {
        return links.stream().map(LinkStatus::reason).filter(reason -> !reason.isEmpty()).findFirst().orElse("");
    }

    private static Optional<TargetHealth> unreachable(List<TargetStates.Known> targets) {
        return targets.stream().map(TargetStates.Known::health)
                .filter(health -> health.state() == TargetHealth.State.UNREACHABLE).findFirst();
    }

    private static Kind kind(Phase phase) {
        return switch (phase) {
            case NEVER_CONNECTED -> Kind.NEVER_CONNECTED;
            case OFFLINE -> Kind.OFFLINE;
            case DUPLICATE_REFUSED -> Kind.DUPLICATE_REFUSED;
            case DISABLED -> Kind.DISABLED;
            case CONNECTING -> Kind.CONNECTING;
            case RESUMING -> Kind.DEGRADED;
            case ONLINE -> Kind.ONLINE;
        };
    }
}
