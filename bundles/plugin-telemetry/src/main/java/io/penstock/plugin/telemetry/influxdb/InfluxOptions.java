package io.penstock.plugin.telemetry.influxdb;

import io.penstock.core.http.HttpClientOptions;
import io.penstock.core.options.Option;
import io.penstock.core.value.ByteSize;
import io.penstock.core.value.Secret;
import java.net.URI;
import java.util.Map;
import java.util.Optional;

/** The options of the output {@code influxdb}. */
public record InfluxOptions(
        @Option(doc = "The server, without the path of its API.", example = "https://influx.example.org:8086", shorthand = true)
        URI url,
        @Option(doc = "The bucket, for InfluxDB 2 and 3 (/api/v2/write). Either this or database.", example = "metrics")
        Optional<String> bucket,
        @Option(doc = "The organisation the bucket is in, where the server has any.") Optional<String> org,
        @Option(doc = "The token, for InfluxDB 2 and 3.", example = "${secret:file/influx#token}") Optional<Secret> token,
        @Option(doc = "The database, for InfluxDB 1 (/write).") Optional<String> database,
        @Option(doc = "The database's retention policy; its default one without.") Optional<String> retentionPolicy,
        @Option(doc = "Who to log in as, for InfluxDB 1.") Optional<String> user,
        @Option(doc = "The password, for InfluxDB 1.") Optional<Secret> password,
        @Option(doc = "Tags every point gets.", example = "{site: berlin}") Map<String, String> tags,
        @Option(doc = "How whole numbers are written: unsigned (u, which InfluxDB 1 does not take), integer (i; from 2^63 on"
                + " they are refused), float (rounded beyond 2^53). By default unsigned, for a database integer.")
        Optional<Whole> wholeNumbers,
        @Option(doc = "The precision of times: ns, us, ms or s. What is finer is cut off; two points of a series whose times"
                + " become one are one.", value = "ns")
        Precision precision,
        @Option(doc = "The most points of a request.", value = "5000", min = 1, max = 1_000_000) int maxPoints,
        @Option(doc = "The most bytes of a request before compression.", value = "8MiB", min = 1024) ByteSize maxBytes,
        @Option(doc = "Whether requests are compressed.", value = "true") boolean gzip,
        @Option(doc = "Allows http beyond this machine.", value = "false") boolean plaintext,
        @Option(doc = "How requests are made.") HttpClientOptions http) {

    /** How whole numbers are written. */
    public enum Whole {
        /** With a {@code u}. */
        UNSIGNED,
        /** With an {@code i}. */
        INTEGER,
        /** As floating-point numbers. */
        FLOAT
    }

    /** The unit of times. */
    public enum Precision {
        /** Nanoseconds. */
        NS(1),
        /** Microseconds. */
        US(1_000),
        /** Milliseconds. */
        MS(1_000_000),
        /** Seconds. */
        S(1_000_000_000);

        private final long nanos;

        Precision(long nanos) {
            this.nanos = nanos;
        }

        /** How many nanoseconds it has. */
        long nanos() {
            return nanos;
        }
    }

    /** How whole numbers are written, by default too. */
    Whole whole() {
        return wholeNumbers.orElse(database.isPresent() ? Whole.INTEGER : Whole.UNSIGNED);
    }
}
