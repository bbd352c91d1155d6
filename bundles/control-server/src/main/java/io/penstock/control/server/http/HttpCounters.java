package io.penstock.control.server.http;

import io.penstock.core.metrics.MetricSink;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/** What the port counts. Thread-safe. */
final class HttpCounters {
    private static final String PREFIX = "penstock_control_server_";
    private static final double NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final int HUNDRED = 100;

    private record Key(String route, int hundreds) {
    }

    final LongAdder connections = new LongAdder();
    final LongAdder accepted = new LongAdder();
    final LongAdder refusedConnections = new LongAdder();
    final LongAdder brokenHandshakes = new LongAdder();
    final LongAdder nonsense = new LongAdder();
    final LongAdder streams = new LongAdder();
    private final LongAdder nanos = new LongAdder();
    /** Bounded: routes are. */
    private final Map<Key, LongAdder> requests = new ConcurrentHashMap<>();

    /** @param route empty where none was found */
    void answered(String route, int status, long took) {
        requests.computeIfAbsent(new Key(route, status / HUNDRED), key -> new LongAdder()).increment();
        nanos.add(took);
    }

    void collect(MetricSink sink) {
        sink.gauge(PREFIX + "connections", "Connections", Map.of(), connections.sum());
        sink.gauge(PREFIX + "streams", "Streams of events", Map.of(), streams.sum());
        sink.counter(PREFIX + "accepted_total", "Connections accepted", Map.of(), accepted.sum());
        sink.counter(PREFIX + "refused_connections_total", "Connections above the limit", Map.of(), refusedConnections.sum());
        sink.counter(PREFIX + "broken_handshakes_total", "TLS handshakes that failed", Map.of(), brokenHandshakes.sum());
        sink.counter(PREFIX + "nonsense_total", "Requests that were no HTTP", Map.of(), nonsense.sum());
        sink.counter(PREFIX + "answer_seconds_total", "Time from a request's head to its answer", Map.of(), nanos.sum() / NANOS);
        requests.forEach((key, count) -> sink.counter(PREFIX + "requests_total", "Requests by route and status",
                Map.of("route", key.route(), "status", key.hundreds() + "xx"), count.sum()));
    }
}
