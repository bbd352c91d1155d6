package io.penstock.plugin.telemetry;

import io.penstock.core.error.PenstockException;
import io.penstock.core.event.Event;
import io.penstock.core.time.Clock;
import io.penstock.plugin.telemetry.PrometheusOptions.MetricType;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.TreeMap;

/** The latest value of every series, bounded in number and bytes. Thread-safe: one lock, no I/O under it. */
final class SeriesTable {
    private static final String OWN = "penstock_prometheus_";

    private final PrometheusOptions options;
    private final Clock clock;
    private final Map<SeriesId, Series> byId = new HashMap<>();
    private final TreeMap<String, Family> families = new TreeMap<>();
    private long sizeBytes;
    private long leftOut;
    private long expired;
    private long sweptNanos;

    SeriesTable(PrometheusOptions options, Clock clock) {
        this.options = options;
        this.clock = clock;
        this.sweptNanos = clock.nanoTime();
    }

    /** Takes an event's value; one that can never be shown is INVALID. */
    synchronized void put(Event event) {
        SeriesId.Reading reading = SeriesId.read(event);
        long now = clock.nanoTime();
        Series series = byId.get(reading.series());
        if (series == null) {
            series = add(reading.series(), now);
        }
        if (series == null) {
            leftOut++;
        } else {
            series.set(reading.value(), event.time(), now);
        }
    }

    /** A null reference when there is no room. */
    private Series add(SeriesId id, long now) {
        Unit unit = Unit.parse(id.unit());
        MetricType type = options.typeOf(id.metric());
        String name = Naming.family(id.metric(), unit, type);
        Family family = families.get(name);
        if (family != null && family.type() != type || name.startsWith(OWN)) {
            throw PenstockException.invalid("prometheus.type", "the metric \"" + id.metric() + "\" would be the "
                    + type.text() + " " + name + ", but a " + (family == null ? "metric of our own" : family.type().text())
                    + " has that name");
        }
        String labels = id.labels();
        Series shown = family == null ? null : family.series().get(labels);
        if (shown != null) {
            return shown;
        }
        Family home = family != null ? family : new Family(name, type, unit.suffix(), help(id), new TreeMap<>());
        Series series = new Series(home, labels, unit);
        return roomFor(series, now) ? keep(id, series) : null;
    }

    private static String help(SeriesId id) {
        return Naming.escape(id.unit().isEmpty() || id.unit().equals("1") ? id.metric() : id.metric() + ", measured in " + id.unit(), false);
    }

    private boolean roomFor(Series series, long now) {
        if (!fits(series) && now - sweptNanos > options.expire().toNanos() / 8) {
            sweep(now);
        }
        return fits(series);
    }

    private boolean fits(Series series) {
        return byId.size() < options.maxSeries() && sizeBytes + series.sizeBytes() <= options.maxBytes().bytes();
    }

    private Series keep(SeriesId id, Series series) {
        byId.put(id, series);
        families.putIfAbsent(series.family().name(), series.family());
        series.family().series().put(series.labels(), series);
        sizeBytes += series.sizeBytes();
        return series;
    }

    private void sweep(long now) {
        sweptNanos = now;
        Iterator<Series> all = byId.values().iterator();
        while (all.hasNext()) {
            Series series = all.next();
            if (series.olderThan(options.expire().toNanos(), now)) {
                all.remove();
                series.family().series().remove(series.labels());
                if (series.family().series().isEmpty()) {
                    families.remove(series.family().name());
                }
                sizeBytes -= series.sizeBytes();
                expired++;
            }
        }
    }

    /** What a scrape is answered with. */
    synchronized String text(TextFormat format) {
        sweep(clock.nanoTime());
        StringBuilder out = new StringBuilder(1024 + (int) Math.min(sizeBytes, 1 << 24));
        families.values().forEach(family -> family.write(out, format));
        own(out, format, "series", MetricType.GAUGE, "Series shown here", byId.size());
        own(out, format, "left_out", MetricType.COUNTER, "Values of new series for which there was no room", leftOut);
        own(out, format, "expired", MetricType.COUNTER, "Series that got no new value for too long", expired);
        return format == TextFormat.OPENMETRICS ? out.append("# EOF\n").toString() : out.toString();
    }

    private static void own(StringBuilder out, TextFormat format, String name, MetricType type, String help,
                            long value) {
        String sample = OWN + name + (type == MetricType.COUNTER ? Naming.TOTAL : "");
        String described = format == TextFormat.OPENMETRICS ? OWN + name : sample;
        out.append("# HELP ").append(described).append(' ').append(help).append('\n')
                .append("# TYPE ").append(described).append(' ').append(type.text()).append('\n')
                .append(sample).append(' ').append(value).append('\n');
    }
}
