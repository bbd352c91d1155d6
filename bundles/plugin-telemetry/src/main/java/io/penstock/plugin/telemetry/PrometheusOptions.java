package io.penstock.plugin.telemetry;

import io.penstock.core.net.TlsServer;
import io.penstock.core.options.Option;
import io.penstock.core.value.ByteSize;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** The options of the output {@code prometheus}. */
public record PrometheusOptions(
        @Option(doc = "Where to be scraped, as host:port; port 0 takes any that is free.", value = "127.0.0.1:9464",
                shorthand = true)
        String address,
        @Option(doc = "The path to be scraped at.", value = "/metrics")
        String path,
        @Option(doc = "Serves HTTPS, and with client-ca only to those who show a certificate.",
                example = "{certificate: server.pem, key: server.key}")
        Optional<TlsServer> tls,
        @Option(doc = "Whether to serve plain HTTP, to anybody, at an address other machines can reach.", value = "false")
        boolean plaintext,
        @Option(doc = "A series that got no new value for so long is not shown any more.", value = "5m",
                min = 1_000_000_000L)
        Duration expire,
        @Option(doc = "The most series that are kept. When there are as many, values of new ones are left out, and"
                + " counted in penstock_prometheus_left_out_total, until others expire.", value = "50000", min = 1,
                max = 1_000_000)
        int maxSeries,
        @Option(doc = "The most memory that the texts of all series may take; beyond it as for max-series.",
                value = "64MiB", min = 65_536)
        ByteSize maxBytes,
        @Option(doc = "The type of metrics, by the metric's name as it comes in. Without it a name that ends in _total is"
                + " a counter, and everything else a gauge.", example = "{jobs_done: counter}")
        Map<String, MetricType> types) {

    /** What kind of number a metric is. */
    public enum MetricType {
        /** Only grows, but starts again. */
        COUNTER,
        /** Goes up and down. */
        GAUGE;

        /** As in the text formats. */
        String text() {
            return this == COUNTER ? "counter" : "gauge";
        }
    }

    /** The type of a metric. */
    MetricType typeOf(String metric) {
        MetricType given = types.get(metric);
        return given != null ? given : metric.endsWith(Naming.TOTAL) ? MetricType.COUNTER : MetricType.GAUGE;
    }
}
