package io.penstock.relay.client.component;

import io.penstock.core.health.Health;
import io.penstock.core.metrics.MetricSink;
import io.penstock.core.value.Durations;
import io.penstock.relay.client.backlog.Backlog;
import io.penstock.spool.api.SpoolStats;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** The outputs that are open, and what they have to tell. Thread-safe. */
final class RelayOutputs {
    private static final String PREFIX = "penstock_relay_client_";

    private final List<RelayOutput> open = new CopyOnWriteArrayList<>();

    void add(RelayOutput output) {
        open.add(output);
    }

    void remove(RelayOutput output) {
        open.remove(output);
    }

    /** How each is, by {@code pipe/node}. */
    Map<String, Health> health() {
        Map<String, Health> parts = new LinkedHashMap<>();
        open.forEach(output -> parts.put(output.name(), health(output)));
        return parts;
    }

    /** With how much waits, where it waits. */
    private static Health health(RelayOutput output) {
        Health health = output.state().health();
        Backlog backlog = output.spool().backlog();
        long waiting = backlog.unacknowledged();
        if (health.state() == Health.State.UP || waiting == 0) {
            return health;
        }
        Duration age = Duration.ofSeconds(backlog.age().toSeconds());
        return new Health(health.state(), health.reason() + "; " + waiting + " events are spooled, the oldest for "
                + Durations.format(age), health.since());
    }

    void collect(MetricSink sink) {
        for (RelayOutput output : open) {
            Map<String, String> labels = Map.of("pipe", output.context().pipe(), "output", output.context().node());
            spool(sink, output, labels);
            sender(sink, output, labels);
        }
    }

    private static void spool(MetricSink sink, RelayOutput output, Map<String, String> labels) {
        Backlog backlog = output.spool().backlog();
        SpoolStats stats = output.spool().stats();
        sink.gauge(PREFIX + "lag_events", "Events spooled that no server has acknowledged.", labels,
                backlog.unacknowledged());
        sink.gauge(PREFIX + "lag_seconds", "How long the oldest of them has been spooled.", labels,
                backlog.age().toNanos() / 1e9);
        sink.gauge(PREFIX + "spool_bytes", "What the spool takes on disk.", labels, stats.bytes());
        sink.counter(PREFIX + "acknowledged_events_total", "Events a server has acknowledged.", labels,
                backlog.acknowledgedEvents());
        sink.counter(PREFIX + "refused_events_total", "Events not taken since the spool was full (drop-newest).", labels,
                output.spool().refused());
        sink.counter(PREFIX + "lost_events_total",
                "Events gone from the spool: dropped since it was full (drop-oldest), damaged, or too large for the server.",
                labels, backlog.lost());
        sink.counter(PREFIX + "damaged_records_total", "Records of the spool found damaged.", labels, stats.corrupt());
    }

    private static void sender(MetricSink sink, RelayOutput output, Map<String, String> labels) {
        var counters = output.counters();
        sink.gauge(PREFIX + "unacknowledged_bytes", "Bytes on their way.", labels, counters.inFlightBytes());
        sink.counter(PREFIX + "connections_total", "How often a server said welcome.", labels, counters.connections());
        sink.counter(PREFIX + "failures_total", "Tries that failed, and connections lost.", labels, counters.failures());
        sink.counter(PREFIX + "retries_total", "Tries after a failure.", labels, counters.retries());
        sink.counter(PREFIX + "sent_bytes_total", "Bytes sent, framing included, TLS not.", labels, counters.bytesSent());
        sink.counter(PREFIX + "sent_events_total", "Events sent, those sent again included.", labels,
                counters.eventsSent());
        if (!Double.isNaN(counters.lastAcknowledged())) {
            sink.gauge(PREFIX + "last_acknowledged_timestamp_seconds", "When a server last acknowledged something.", labels,
                    counters.lastAcknowledged());
        }
    }
}
