package io.penstock.relay.server;

import io.penstock.core.metrics.MetricSink;
import java.util.LinkedHashMap;
import java.util.Map;

/** Names the numbers of one relay input. */
final class RelayMetrics {
    /** So many clients have numbers of their own, those that came first; the others are summed as {@code other}. */
    static final int MAX_CLIENTS = 100;
    private static final String OTHER = "(other)";
    private static final String PREFIX = "penstock_relay_server_";
    private static final double MILLIS = 1000;

    private RelayMetrics() {
    }

    static void collect(LiveRelay live, MetricSink sink) {
        Relay relay = live.relay();
        RelayCounters counters = relay.counters();
        Map<String, String> labels = Map.of("pipe", live.pipe(), "node", live.node());
        sink.gauge(PREFIX + "connections", "Clients connected.", labels, relay.gate().guests());
        sink.gauge(PREFIX + "unauthenticated_connections", "Connections that have not proved who they are.", labels,
                relay.gate().strangers());
        sink.gauge(PREFIX + "waiting_bytes", "Bytes received that wait for their turn.", labels, relay.turns().bytes());
        sink.gauge(PREFIX + "paused_connections", "Connections not read from because too much of theirs, or of all, waits.",
                labels, relay.turns().paused());
        sink.counter(PREFIX + "accepted_total", "Connections accepted.", labels, counters.accepted.sum());
        sink.counter(PREFIX + "denied_total", "Attempts with a name or credential that was refused.", labels,
                counters.denied.sum());
        sink.counter(PREFIX + "rejected_total", "Connections ended with a reason.", labels, counters.rejected.sum());
        sink.counter(PREFIX + "lost_total", "Connections ended because the client fell silent.", labels, counters.lost.sum());
        sink.counter(PREFIX + "renamed_metrics_total", "Metrics renamed because of their unit.", labels,
                counters.renamedMetrics.sum());
        clients(live).forEach((name, sum) -> sum.tell(sink, Map.of("pipe", live.pipe(), "node", live.node(), "client", name)));
    }

    private static Map<String, Sum> clients(LiveRelay live) {
        Clients clients = live.relay().clients();
        Map<String, Sum> sums = new LinkedHashMap<>();
        clients.byArrival().stream().filter(client -> !client.visit().name().isEmpty()).forEach(client -> {
            String name = client.visit().name();
            String label = sums.containsKey(name) || sums.size() < MAX_CLIENTS ? name : OTHER;
            sums.computeIfAbsent(label, key -> new Sum()).add(client, clients);
        });
        return sums;
    }

    /** Clients of one label. One thread. */
    private static final class Sum {
        private final ClientCounters counters = new ClientCounters();
        private long unacknowledged;
        private long lagMillis;

        private void add(Client client, Clients clients) {
            client.counters().addTo(counters);
            lagMillis = Math.max(lagMillis, client.lagMillis());
            for (EpochLog log : clients.epochs(client)) {
                unacknowledged += log.unacknowledged();
            }
        }

        private void tell(MetricSink sink, Map<String, String> labels) {
            sink.counter(PREFIX + "events_total", "Events taken.", labels, counters.events.sum());
            sink.counter(PREFIX + "received_bytes_total", "Bytes of frames taken.", labels, counters.bytes.sum());
            sink.counter(PREFIX + "duplicates_total", "Events that had come before.", labels, counters.duplicates.sum());
            sink.counter(PREFIX + "missing_total", "Numbers the client gave up.", labels, counters.missing.sum());
            sink.counter(PREFIX + "unfit_total", "Events that could not be represented.", labels, counters.unfit.sum());
            sink.gauge(PREFIX + "unacknowledged_events", "Events in the pipe that are not delivered.", labels, unacknowledged);
            sink.gauge(PREFIX + "lag_seconds", "How old the newest event was when it came.", labels, lagMillis / MILLIS);
        }
    }
}
