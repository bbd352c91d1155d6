package io.penstock.plugin.telemetry;

import io.penstock.plugin.telemetry.PrometheusOptions.MetricType;

/** Names and texts by the rules of the Prometheus text format and OpenMetrics. */
final class Naming {
    static final String TOTAL = "_total";

    private Naming() {
    }

    /** A metric's name without {@code _total}: clean, and with its unit at the end. */
    static String family(String metric, Unit unit, MetricType type) {
        String name = clean(metric);
        if (type == MetricType.COUNTER && name.endsWith(TOTAL)) {
            name = name.substring(0, name.length() - TOTAL.length());
        }
        boolean suffixed = unit.suffix().isEmpty() || name.endsWith("_" + unit.suffix());
        return suffixed ? name : name + "_" + unit.suffix();
    }

    /** Letters, digits, underscores and colons; what else there is becomes underscores. */
    static String clean(String name) {
        StringBuilder clean = new StringBuilder(name.length() + 1);
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            boolean digit = c >= '0' && c <= '9';
            if (i == 0 && digit) {
                clean.append('_');
            }
            boolean fine = digit || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_' || c == ':';
            clean.append(fine ? c : '_');
        }
        return clean.isEmpty() ? "_" : clean.toString();
    }

    /** As {@link #clean}, without colons and without a double underscore in front: those are Prometheus' own. */
    static String label(String name) {
        String clean = clean(name).replace(':', '_');
        return clean.startsWith("__") ? clean.substring(1).replaceFirst("^_+", "_") : clean;
    }

    static String escape(String text, boolean quotes) {
        String escaped = text.replace("\\", "\\\\").replace("\n", "\\n");
        return quotes ? escaped.replace("\"", "\\\"") : escaped;
    }

    static String number(double value) {
        if (Double.isInfinite(value)) {
            return value > 0 ? "+Inf" : "-Inf";
        }
        return Double.toString(value);
    }
}
