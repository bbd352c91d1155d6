package io.penstock.tunnel.agent;

import io.penstock.core.metrics.MetricSink;
import io.penstock.tunnel.link.GatewaySession;
import io.penstock.tunnel.wire.api.OpenCode;
import io.penstock.tunnel.wire.api.TargetHealth;
import io.penstock.yamux.api.SessionFigures;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Names an agent's numbers. */
final class AgentMetrics {
    private static final String PREFIX = "penstock_tunnel_";
    private static final double NANOS = 1e9;
    private static final double MILLIS = 1e3;

    private AgentMetrics() {
    }

    static void collect(Agent agent, MetricSink sink) {
        TunnelCounters counters = agent.counters();
        List<SessionFigures> sessions = agent.uplinks().stream().flatMap(uplink -> uplink.online().stream())
                .map(GatewaySession::figures).flatMap(Optional::stream).toList();
        sink.gauge(PREFIX + "connections", "Connections that stand.", Map.of(), sessions.size());
        sink.gauge(PREFIX + "connections_wanted", "Connections asked for.", Map.of(), agent.settings().connections());
        sink.counter(PREFIX + "connects_total", "Times a gateway let this agent in.", Map.of(), counters.online.sum());
        sink.counter(PREFIX + "disconnects_total", "Connections that ended.", Map.of(), counters.lost.sum());
        streams(counters, sink);
        sessions(sessions, sink);
        agent.targets().all().forEach(known -> target(known.health(), sink));
    }

    private static void streams(TunnelCounters counters, MetricSink sink) {
        sink.gauge(PREFIX + "streams", "Streams joined with a target.", Map.of(), counters.joined());
        sink.counter(PREFIX + "streams_total", "Streams a gateway opened.", Map.of(), counters.opened.sum());
        for (OpenCode code : OpenCode.values()) {
            if (code != OpenCode.OK && counters.failures(code) > 0) {
                sink.counter(PREFIX + "stream_failures_total", "Streams that did not reach their target.",
                        Map.of("code", code.name().toLowerCase(Locale.ROOT)), counters.failures(code));
            }
        }
        sink.counter(PREFIX + "bytes_total", "Bytes of streams.", Map.of("direction", "from_target"), counters.bytesFromTargets());
        sink.counter(PREFIX + "bytes_total", "Bytes of streams.", Map.of("direction", "to_target"), counters.bytesToTargets());
    }

    private static void sessions(List<SessionFigures> sessions, MetricSink sink) {
        sessions.stream().mapToLong(SessionFigures::lastRttNanos).filter(nanos -> nanos > 0).max().ifPresent(nanos ->
                sink.gauge(PREFIX + "rtt_seconds", "Latest round trip to the gateway, the slowest connection's.", Map.of(),
                        nanos / NANOS));
        sink.gauge(PREFIX + "window_bytes", "The largest receive window a stream was granted.", Map.of(),
                sessions.stream().mapToLong(SessionFigures::largestWindow).max().orElse(0));
        sink.gauge(PREFIX + "buffered_bytes", "Bytes on their way in this agent.", Map.of("way", "to_target"),
                sessions.stream().mapToLong(SessionFigures::heldBytes).sum());
        sink.gauge(PREFIX + "buffered_bytes", "Bytes on their way in this agent.", Map.of("way", "to_gateway"),
                sessions.stream().mapToLong(SessionFigures::queuedBytes).sum());
    }

    private static void target(TargetHealth health, MetricSink sink) {
        if (health.state() != TargetHealth.State.UNKNOWN) {
            Map<String, String> labels = Map.of("target", health.name());
            sink.gauge(PREFIX + "target_up", "Whether a named target can be reached.", labels,
                    health.state() == TargetHealth.State.OK ? 1 : 0);
            sink.gauge(PREFIX + "target_connect_seconds", "How long the latest try took.", labels, health.ms() / MILLIS);
        }
    }
}
