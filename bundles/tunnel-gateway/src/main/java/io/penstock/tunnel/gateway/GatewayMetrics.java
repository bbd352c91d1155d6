package io.penstock.tunnel.gateway;

import io.penstock.core.metrics.MetricSink;
import io.penstock.yamux.api.SessionFigures;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Names the gateway's numbers. */
final class GatewayMetrics {
    private static final String PREFIX = "penstock_tunnel_gateway_";
    /** So many agents have numbers of their own, those first in the settings. */
    private static final int MAX_AGENTS = 200;

    private GatewayMetrics() {
    }

    static void collect(Gateway gateway, MetricSink sink) {
        GatewayCounters counters = gateway.counters();
        Map<String, String> none = Map.of();
        sink.gauge(PREFIX + "unauthenticated_connections", "Connections that have not proved who they are.", none,
                gateway.strangers().count());
        sink.counter(PREFIX + "arrived_total", "Connections taken by the port.", none, counters.arrived.sum());
        sink.counter(PREFIX + "turned_away_total", "Connections closed because too many came from there.", none,
                counters.turnedAway.sum());
        sink.counter(PREFIX + "broken_total", "Connections that were silent, said too much, or failed in TLS.", none,
                counters.broken.sum());
        sink.counter(PREFIX + "failed_total", "Proofs that were wrong, and greetings that were none.", none,
                counters.failed.sum());
        sink.counter(PREFIX + "accepted_total", "Connections let in.", none, counters.accepted.sum());
        sink.counter(PREFIX + "evicted_total", "Dead connections replaced.", none, counters.evicted.sum());
        counters.refused.forEach((code, count) -> sink.counter(PREFIX + "refused_total", "Connections refused.",
                Map.of("code", code.name().toLowerCase(Locale.ROOT)), count.sum()));
        streams(gateway, sink);
        gateway.agents().all().stream().limit(MAX_AGENTS).forEach(agent -> agent(agent, sink));
    }

    private static void streams(Gateway gateway, MetricSink sink) {
        GatewayCounters counters = gateway.counters();
        Map<String, String> none = Map.of();
        sink.gauge(PREFIX + "streams", "Streams open or opening.", none, gateway.passages().count());
        sink.counter(PREFIX + "streams_total", "Streams begun.", none, counters.streams.sum());
        sink.counter(PREFIX + "retries_total", "Opens tried again elsewhere.", none, counters.retries.sum());
        counters.ended.forEach((reason, count) -> sink.counter(PREFIX + "ended_total", "Streams ended.",
                Map.of("reason", reason.name().toLowerCase(Locale.ROOT)), count.sum()));
        sink.counter(PREFIX + "ended_bytes_total", "Bytes of streams that have ended.", Map.of("direction", "target"),
                counters.toTarget.sum());
        sink.counter(PREFIX + "ended_bytes_total", "Bytes of streams that have ended.", Map.of("direction", "client"),
                counters.toClient.sum());
        sink.gauge(PREFIX + "audit_waiting", "Records of streams that wait to be written.", none, gateway.audit().waiting());
        sink.counter(PREFIX + "audit_written_total", "Records of streams written.", none, gateway.audit().written());
        sink.counter(PREFIX + "audit_refused_total", "Visitors' streams refused because the audit log is full.", none,
                counters.unrecorded.sum());
    }

    private static void agent(Agent agent, MetricSink sink) {
        Map<String, String> labels = Map.of("agent", agent.name());
        List<SessionFigures> figures = agent.openLinks().stream().map(link -> link.session().figures()).toList();
        sink.gauge(PREFIX + "agent_connections", "Connections of the agent.", labels, figures.size());
        sink.gauge(PREFIX + "agent_streams", "Streams the agent carries.", labels, agent.streams().used());
        sink.gauge(PREFIX + "agent_rtt_seconds", "Shortest round trip of the last minute.", labels, figures.stream()
                .mapToLong(SessionFigures::minRttNanos).filter(nanos -> nanos > 0).min().orElse(0)
                / (double) TimeUnit.SECONDS.toNanos(1));
        sink.gauge(PREFIX + "agent_held_bytes", "Bytes received from the agent that clients have not taken.", labels,
                figures.stream().mapToLong(SessionFigures::heldBytes).sum());
        sink.gauge(PREFIX + "agent_queued_bytes", "Bytes waiting to be sent to the agent.", labels,
                figures.stream().mapToLong(SessionFigures::queuedBytes).sum());
    }
}
