package io.penstock.plugin.transform.value;

import io.penstock.core.event.Entity;
import io.penstock.core.event.Fields;
import io.penstock.core.event.Measurement;
import java.time.Instant;

/** Everything of a measurement but when and how much: what makes measurements one series. Immutable. */
public record Series(String metric, String unit, Entity resource, Entity consumer, Fields attributes) {
    /** The series a measurement belongs to. */
    public static Series of(Measurement of) {
        return new Series(of.metric(), of.unit(), of.resource(), of.consumer(), of.attributes());
    }

    /** The series of the same things under another metric and unit. */
    public Series as(String otherMetric, String otherUnit) {
        return new Series(otherMetric, otherUnit, resource, consumer, attributes);
    }

    /** A measurement of this series: unsigned where the value is whole and not negative, else a float. */
    public Measurement at(Instant time, Number value) {
        return new Measurement(metric, time, Numbers.measured(value), unit, resource, consumer, attributes);
    }
}
