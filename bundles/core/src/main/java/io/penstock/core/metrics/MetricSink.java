package io.penstock.core.metrics;

import java.util.Map;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Takes the numbers of one collection. Names follow Prometheus: {@code penstock_<capability>_<what>_<unit>}, counters end
 * in {@code _total}, base units (seconds, bytes). Labels are few and their values bounded.
 */
@ProviderType
public interface MetricSink {
    /** A number that only grows while the process lives. */
    void counter(String name, String help, Map<String, String> labels, double value);

    /** A number that goes up and down. */
    void gauge(String name, String help, Map<String, String> labels, double value);
}
