package io.penstock.plugin.telemetry;

import io.penstock.plugin.telemetry.PrometheusOptions.MetricType;
import java.util.TreeMap;

/**
 * All series of one name. Guarded by its {@link SeriesTable}.
 *
 * @param name with its unit, without {@code _total}
 * @param help what people read
 * @param series by their labels
 */
record Family(String name, MetricType type, String unit, String help, TreeMap<String, Series> series) {
    void write(StringBuilder out, TextFormat format) {
        String sample = type == MetricType.COUNTER ? name + Naming.TOTAL : name;
        String described = format == TextFormat.OPENMETRICS ? name : sample;
        out.append("# HELP ").append(described).append(' ').append(help).append('\n');
        out.append("# TYPE ").append(described).append(' ').append(type.text()).append('\n');
        if (format == TextFormat.OPENMETRICS && !unit.isEmpty()) {
            out.append("# UNIT ").append(described).append(' ').append(unit).append('\n');
        }
        for (Series each : series.values()) {
            out.append(sample).append('{').append(each.labels()).append("} ").append(each.valueText()).append('\n');
        }
    }
}
