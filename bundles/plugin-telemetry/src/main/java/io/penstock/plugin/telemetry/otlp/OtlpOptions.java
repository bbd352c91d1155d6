package io.penstock.plugin.telemetry.otlp;

import io.penstock.core.http.HttpClientOptions;
import io.penstock.core.options.Option;
import io.penstock.core.value.ByteSize;
import java.net.URI;
import java.util.Map;

/** The options of the output {@code otlp}. */
public record OtlpOptions(
        @Option(doc = "Where to send to: an address without a path gets /v1/metrics.", shorthand = true,
                example = "https://otel.example.org:4318")
        URI url,
        @Option(doc = "How metrics are written: protobuf or json.", value = "protobuf") Encoding encoding,
        @Option(doc = "Attributes of the resource; service.name is penstock unless it is given.",
                example = "{service.name: power-meter, deployment.environment.name: lab}")
        Map<String, String> resource,
        @Option(doc = "The type of metrics, by the metric's name: counter (a monotonic, cumulative sum) or gauge. Without it a"
                + " name that ends in _total is a counter, and everything else a gauge.", example = "{jobs_done: counter}")
        Map<String, Kind> types,
        @Option(doc = "The most points of a request.", value = "5000", min = 1, max = 1_000_000) int maxPoints,
        @Option(doc = "The most bytes of a request before compression.", value = "4MiB", min = 1024) ByteSize maxBytes,
        @Option(doc = "Whether requests are compressed.", value = "true") boolean gzip,
        @Option(doc = "Allows http beyond this machine.", value = "false") boolean plaintext,
        @Option(doc = "How requests are made.") HttpClientOptions http) {

    /** How metrics are written. */
    public enum Encoding {
        /** Binary. */
        PROTOBUF,
        /** As JSON. */
        JSON
    }

    /** What a metric is. */
    public enum Kind {
        /** A sum that only grows. */
        COUNTER,
        /** A value. */
        GAUGE
    }

    /** What the metric of this name is. */
    Kind kind(String metric) {
        Kind given = types.get(metric);
        return given != null ? given : metric.endsWith("_total") ? Kind.COUNTER : Kind.GAUGE;
    }
}
