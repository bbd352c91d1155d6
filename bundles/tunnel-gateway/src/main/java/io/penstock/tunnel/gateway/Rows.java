package io.penstock.tunnel.gateway;

import io.penstock.tunnel.wire.api.TargetHealth;
import io.penstock.yamux.api.SessionFigures;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Agents and streams as rows of a table. */
final class Rows {
    private Rows() {
    }

    static Map<String, Object> of(Agent agent) {
        AgentStatus status = agent.status();
        List<AgentLink> open = agent.openLinks();
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("agent", agent.name());
        row.put("state", status.state().name());
        row.put("reason", status.reason());
        row.put("since", status.since().toString());
        row.put("connections", (long) open.size());
        row.put("meant", (long) open.stream().mapToInt(AgentLink::connections).max().orElse(0));
        row.put("streams", (long) agent.streams().used());
        row.put("rttMs", tenths(open.stream().map(link -> link.session().figures()).mapToLong(SessionFigures::minRttNanos)
                .filter(nanos -> nanos > 0).min().orElse(0) / (double) TimeUnit.MILLISECONDS.toNanos(1)));
        row.put("address", open.isEmpty() ? "" : open.get(0).address());
        row.put("software", open.isEmpty() ? "" : open.get(0).software());
        row.put("targets", agent.targets().values().stream().map(Rows::of).toList());
        return row;
    }

    private static double tenths(double value) {
        return Math.round(value * 10) / 10.0;
    }

    private static Map<String, Object> of(TargetHealth target) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("name", target.name());
        row.put("state", target.state().name());
        row.put("code", target.code().name());
        row.put("ms", target.ms());
        row.put("message", target.message());
        return row;
    }

    static Map<String, Object> of(Passage passage) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("stream", passage.id());
        row.put("began", passage.began().toString());
        row.put("seconds", passage.age().toSeconds());
        row.put("user", passage.origin().user());
        row.put("listener", passage.origin().listener());
        row.put("from", passage.origin().from());
        row.put("agent", passage.link().map(link -> link.agent().name()).orElse(""));
        row.put("target", passage.target());
        row.put("address", passage.address());
        row.put("toTarget", passage.toTarget());
        row.put("toClient", passage.toClient());
        return row;
    }
}
