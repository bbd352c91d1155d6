package io.penstock.plugin.telemetry;

import io.penstock.core.event.Measurement;
import io.penstock.plugin.telemetry.PrometheusOptions.MetricType;
import java.util.Map;

/**
 * A measurement as Prometheus knows it: the same name, labels and value whether it is scraped or written. Immutable.
 *
 * @param name with its base unit, and {@code _total} for what ends in it
 * @param labels without empty ones
 * @param value in the base unit; whole numbers beyond 2^53 are rounded
 */
public record PrometheusSample(String name, Map<String, String> labels, double value) {
    /** Labels that are too long are INVALID. */
    public static PrometheusSample of(Measurement point) {
        SeriesId id = new SeriesId(point.metric(), point.unit(), point.resource(), point.consumer(), point.attributes());
        Unit unit = Unit.parse(point.unit());
        MetricType type = point.metric().endsWith(Naming.TOTAL) ? MetricType.COUNTER : MetricType.GAUGE;
        String family = Naming.family(point.metric(), unit, type);
        double value = point.value().doubleValue();
        Map<String, String> labels = id.labelTexts();
        labels.values().removeIf(String::isEmpty);
        return new PrometheusSample(type == MetricType.COUNTER ? family + Naming.TOTAL : family, labels,
                unit.keepsValues() ? value : unit.scale(value));
    }
}
