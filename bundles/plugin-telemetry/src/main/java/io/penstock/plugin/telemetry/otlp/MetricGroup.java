package io.penstock.plugin.telemetry.otlp;

import io.penstock.core.event.Entity;
import io.penstock.core.event.Fields;
import io.penstock.core.event.Measurement;
import io.penstock.core.event.Null;
import io.penstock.core.event.Unsigned;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The points of one metric. Immutable.
 *
 * @param name as it came
 * @param unit UCUM, as OTLP wants it
 */
record MetricGroup(String name, String unit, OtlpOptions.Kind kind, List<Measurement> points) {
    private static final long NANOS = 1_000_000_000L;
    /** 2^64-1 nanoseconds. */
    private static final Instant LAST =
            Instant.ofEpochSecond(Long.divideUnsigned(-1L, NANOS), Long.remainderUnsigned(-1L, NANOS));

    private record Key(String name, String unit) {
    }

    /** Points by metric, in order. */
    static List<MetricGroup> of(List<Measurement> points, OtlpOptions options) {
        Map<Key, MetricGroup> groups = new LinkedHashMap<>();
        for (Measurement point : points) {
            groups.computeIfAbsent(new Key(point.metric(), point.unit()), key -> new MetricGroup(key.name(), key.unit(),
                    options.kind(key.name()), new ArrayList<>())).points().add(point);
        }
        return List.copyOf(groups.values());
    }

    /** Why OTLP has no number for a point's value or time, if that is so. */
    static Optional<String> unfit(Measurement point) {
        if (point.value() instanceof Unsigned whole && !whole.fitsLong()) {
            return Optional.of(whole + " is beyond 2^63-1, the largest whole number of OTLP");
        }
        return point.time().isAfter(Instant.EPOCH) && !point.time().isAfter(LAST) ? Optional.empty() : Optional.of(
                "OTLP holds times after 1970-01-01 and up to 2554-07-21, but this one is of " + point.time());
    }

    /** Nanoseconds since 1970, as an unsigned number; 0 would mean that the time is not known. */
    static long nanos(Instant time) {
        return time.getEpochSecond() * NANOS + time.getNano();
    }

    /** A point's attributes: resource and consumer, and its own, which come first where names are the same. */
    static Fields attributes(Measurement point) {
        Fields.Builder all = Fields.builder();
        entity(all, "resource", point.resource());
        entity(all, "consumer", point.consumer());
        Fields own = point.attributes();
        for (int i = 0; i < own.size(); i++) {
            if (own.value(i) != Null.NULL && !own.name(i).isEmpty()) {
                all.set(own.name(i), own.value(i));
            }
        }
        return all.build();
    }

    private static void entity(Fields.Builder all, String what, Entity entity) {
        all.set(what + "_kind", entity.kind());
        if (!entity.id().isEmpty()) {
            all.set(what + "_id", entity.id());
        }
    }
}
