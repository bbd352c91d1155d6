package io.penstock.relay.wire.api;

import static java.util.Objects.requireNonNull;

import io.penstock.core.event.Entity;
import io.penstock.core.event.Fields;
import io.penstock.core.event.Measurement;

/**
 * What all measurements of one series share: everything but time and value. Told once per connection. Immutable.
 *
 * @param metric the metric's name
 * @param unit UCUM, {@code 1} when there is none
 * @param resource what was measured
 * @param consumer who used it
 * @param attributes further labels, in order
 */
public record SeriesKey(String metric, String unit, Entity resource, Entity consumer, Fields attributes) {
    public SeriesKey {
        requireNonNull(metric, "metric is null");
        requireNonNull(unit, "unit is null");
        requireNonNull(resource, "resource is null");
        requireNonNull(consumer, "consumer is null");
        requireNonNull(attributes, "attributes is null");
    }

    /** The series a measurement belongs to. */
    public static SeriesKey of(Measurement measurement) {
        return new SeriesKey(measurement.metric(), measurement.unit(), measurement.resource(), measurement.consumer(),
                measurement.attributes());
    }

    /** The same series under another metric's name. */
    public SeriesKey withMetric(String other) {
        return new SeriesKey(other, unit, resource, consumer, attributes);
    }

    /** The same series with other attributes. */
    public SeriesKey withAttributes(Fields other) {
        return new SeriesKey(metric, unit, resource, consumer, other);
    }
}
