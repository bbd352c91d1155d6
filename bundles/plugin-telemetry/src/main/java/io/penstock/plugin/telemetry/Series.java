package io.penstock.plugin.telemetry;

import io.penstock.core.event.Unsigned;
import java.time.Instant;

/** One series and its latest value. Guarded by its {@link SeriesTable}. */
final class Series {
    /** What a series holds beside its texts, roughly. */
    private static final int OVERHEAD_BYTES = 400;

    private final Family family;
    private final String labels;
    private final Unit unit;
    private Number value = 0.0;
    private Instant time = Instant.MIN;
    private long seenNanos;

    Series(Family family, String labels, Unit unit) {
        this.family = family;
        this.labels = labels;
        this.unit = unit;
    }

    Family family() {
        return family;
    }

    String labels() {
        return labels;
    }

    long sizeBytes() {
        return OVERHEAD_BYTES + 3L * labels.length() + 2L * family.name().length();
    }

    /** An older value than the one at hand, from a batch that came again, changes nothing. */
    void set(Number latest, Instant at, long nowNanos) {
        if (!at.isBefore(time)) {
            value = latest;
            time = at;
        }
        seenNanos = nowNanos;
    }

    boolean olderThan(long nanos, long nowNanos) {
        return nowNanos - seenNanos > nanos;
    }

    String valueText() {
        if (unit.keepsValues() && (value instanceof Unsigned || value instanceof Long)) {
            return value.toString();
        }
        return Naming.number(unit.scale(value.doubleValue()));
    }
}
