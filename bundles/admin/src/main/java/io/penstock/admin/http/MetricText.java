package io.penstock.admin.http;

import io.penstock.core.metrics.MetricSink;
import io.penstock.core.metrics.MetricSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Collects numbers and writes them in the Prometheus text format 0.0.4. A source that fails, or hands over what the
 * format cannot hold, costs only its own numbers; how much was left out is a number itself. One use, one thread.
 */
public final class MetricText implements MetricSink {
    /** The media type of the text. */
    public static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";
    private static final int MAX_SERIES = 50_000;
    private static final Pattern NAME = Pattern.compile("[a-zA-Z_:][a-zA-Z0-9_:]*");
    private static final Pattern LABEL = Pattern.compile("[a-zA-Z_][a-zA-Z0-9_]*");

    private final Map<String, Family> families = new TreeMap<>();
    private int series;
    private int leftOut;

    private record Family(String type, String help, Map<String, Double> values) {
    }

    /** Everything the sources have to tell now. */
    public static String of(Iterable<MetricSource> sources) {
        MetricText text = new MetricText();
        int failed = 0;
        for (MetricSource source : sources) {
            try {
                source.collect(text);
            } catch (RuntimeException | LinkageError e) {
                failed++;
            }
        }
        text.gauge("penstock_admin_failed_sources", "Metric sources that failed in this very collection.", Map.of(), failed);
        text.gauge("penstock_admin_left_out_series",
                "Numbers left out of this very collection: badly named, given twice, or too many.", Map.of(), text.leftOut);
        return text.toString();
    }

    @Override
    public void counter(String name, String help, Map<String, String> labels, double value) {
        add("counter", name, help, labels, value);
    }

    @Override
    public void gauge(String name, String help, Map<String, String> labels, double value) {
        add("gauge", name, help, labels, value);
    }

    private void add(String type, String name, String help, Map<String, String> labels, double value) {
        if (!NAME.matcher(name).matches() || series >= MAX_SERIES
                || !labels.keySet().stream().allMatch(label -> LABEL.matcher(label).matches())) {
            leftOut++;
            return;
        }
        Family family = families.computeIfAbsent(name, key -> new Family(type, help, new LinkedHashMap<>()));
        if (!family.type.equals(type) || family.values.putIfAbsent(labels(labels), value) != null) {
            leftOut++;
            return;
        }
        series++;
    }

    private static String labels(Map<String, String> labels) {
        if (labels.isEmpty()) {
            return "";
        }
        StringBuilder text = new StringBuilder("{");
        new TreeMap<>(labels).forEach((label, value) -> text.append(text.length() > 1 ? "," : "").append(label)
                .append("=\"").append(escaped(value).replace("\"", "\\\"")).append('"'));
        return text.append('}').toString();
    }

    private static String escaped(String text) {
        return text.replace("\\", "\\\\").replace("\n", "\\n");
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        families.forEach((name, family) -> {
            text.append("# HELP ").append(name).append(' ').append(escaped(family.help)).append('\n');
            text.append("# TYPE ").append(name).append(' ').append(family.type).append('\n');
            family.values.forEach((labels, value) ->
                    text.append(name).append(labels).append(' ').append(number(value)).append('\n'));
        });
        return text.toString();
    }

    private static String number(double value) {
        if (Double.isInfinite(value)) {
            return value > 0 ? "+Inf" : "-Inf";
        }
        // Up to 2^53 every whole number is exact; beyond, the shortest form that reads back the same.
        return value == Math.rint(value) && Math.abs(value) <= 1L << 53 ? Long.toString((long) value) : Double.toString(value);
    }
}
