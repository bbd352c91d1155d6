package io.penstock.tunnel.agent;

import io.penstock.core.health.Health;
import io.penstock.tunnel.link.LinkStatus;
import io.penstock.tunnel.wire.api.TargetHealth;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Tells an agent's state in the words all capabilities share. */
final class AgentHealth {
    private AgentHealth() {
    }

    static Map<String, Health> of(Agent agent) {
        Map<String, Health> parts = new LinkedHashMap<>();
        TunnelState state = agent.state();
        String reason = state.kind() == TunnelState.Kind.ONLINE ? state.reason() : state.toString();
        parts.put("", new Health(health(state.kind()), reason, state.since()));
        List<LinkStatus> links = agent.uplinks().get(0).status();
        for (int i = 0; links.size() > 1 && i < links.size(); i++) {
            parts.put("connection " + i, of(links.get(i)));
        }
        agent.targets().all().forEach(known -> parts.put("target " + known.health().name(), of(known)));
        return parts;
    }

    private static Health.State health(TunnelState.Kind kind) {
        return switch (kind) {
            case ONLINE -> Health.State.UP;
            case CONNECTING -> Health.State.WAITING;
            case NEVER_CONNECTED, OFFLINE, DEGRADED -> Health.State.DEGRADED;
            case DUPLICATE_REFUSED, DISABLED -> Health.State.DOWN;
        };
    }

    private static Health of(LinkStatus link) {
        Health.State state = switch (link.phase()) {
            case ONLINE -> Health.State.UP;
            case CONNECTING -> Health.State.WAITING;
            case NEVER_CONNECTED, OFFLINE, RESUMING -> Health.State.DEGRADED;
            case DUPLICATE_REFUSED, DISABLED -> Health.State.DOWN;
        };
        return new Health(state, link.reason(), link.since());
    }

    private static Health of(TargetStates.Known known) {
        TargetHealth target = known.health();
        Health.State state = switch (target.state()) {
            case OK -> Health.State.UP;
            case UNKNOWN -> Health.State.WAITING;
            case UNREACHABLE -> Health.State.DEGRADED;
        };
        return new Health(state, target.message(), known.since());
    }
}
