package io.penstock.core.event;

import static java.util.Objects.requireNonNull;

import io.penstock.core.error.PenstockException;
import java.time.Instant;

/**
 * One number measured at one time: which metric, of which resource, used by which consumer. Immutable.
 *
 * @param metric the metric's name, e.g. {@code cpu_time}
 * @param time when it was measured
 * @param value an {@link Unsigned} (0 to 2^64-1) or a {@link Double} (NaN, infinities and -0.0 included)
 * @param unit UCUM, e.g. {@code s}, {@code By}, {@code J}, {@code %}; {@code 1} when there is none
 * @param resource what was measured
 * @param consumer who used it
 * @param attributes further labels, in order
 */
public record Measurement(String metric, Instant time, Number value, String unit,
                          Entity resource, Entity consumer, Fields attributes) implements Event {
    private static final int OVERHEAD_BYTES = 120;

    public Measurement {
        requireNonNull(time, "time is null");
        requireNonNull(unit, "unit is null");
        requireNonNull(resource, "resource is null");
        requireNonNull(consumer, "consumer is null");
        requireNonNull(attributes, "attributes is null");
        if (metric.isEmpty()) {
            throw PenstockException.invalid("event.metric", "a measurement needs the name of its metric");
        }
        if (!(value instanceof Unsigned) && !(value instanceof Double)) {
            throw PenstockException.invalid("event.value",
                    "a measurement's value is an Unsigned or a Double, not " + value.getClass().getSimpleName());
        }
    }

    /** A measurement of the local machine, without attributes. */
    public static Measurement of(String metric, Instant time, Number value, String unit) {
        return new Measurement(metric, time, value, unit, Entity.LOCAL_MACHINE, Entity.LOCAL_MACHINE, Fields.EMPTY);
    }

    @Override
    public int sizeBytes() {
        return OVERHEAD_BYTES + metric.length() + resource.id().length() + consumer.id().length()
                + attributes.sizeBytes();
    }

    /** {@code metric, time, value, unit, resource, consumer, attributes}; entities read {@code kind} or {@code kind/id}. */
    @Override
    public Fields fields() {
        return Fields.builder()
                .set("metric", metric).set("time", time).set("value", value).set("unit", unit)
                .set("resource", resource.toString()).set("consumer", consumer.toString())
                .set("attributes", attributes).build();
    }

    @Override
    public Event withFields(Fields fields) {
        return MeasurementFields.read(fields, time);
    }

    /** The same measurement with other attributes. */
    public Measurement withAttributes(Fields other) {
        return new Measurement(metric, time, value, unit, resource, consumer, other);
    }
}
