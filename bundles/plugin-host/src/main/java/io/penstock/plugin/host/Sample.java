package io.penstock.plugin.host;

import io.penstock.core.event.Entity;
import io.penstock.core.event.Fields;
import io.penstock.core.event.Measurement;
import io.penstock.core.event.Unsigned;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The measurements of one poll, all of one time. One thread. */
final class Sample {
    private final Instant time;
    private final long nanos;
    private final List<Measurement> measurements = new ArrayList<>(256);

    /** @param nanos the monotonic count at the same moment, for rates */
    Sample(Instant time, long nanos) {
        this.time = time;
        this.nanos = nanos;
    }

    long nanos() {
        return nanos;
    }

    List<Measurement> measurements() {
        return measurements;
    }

    /** A cumulative count: its name ends in {@code _total}. */
    void counter(String metric, long bits, String unit, Entity resource, Entity consumer, Fields attributes) {
        measurements.add(new Measurement(metric, time, Unsigned.ofBits(bits), unit, resource, consumer, attributes));
    }

    /** A cumulative count of a resource. */
    void counter(String metric, long bits, String unit, Entity resource) {
        counter(metric, bits, unit, resource, Entity.LOCAL_MACHINE, Fields.EMPTY);
    }

    /** A value that goes up and down. */
    void gauge(String metric, double value, String unit, Entity resource, Entity consumer, Fields attributes) {
        measurements.add(new Measurement(metric, time, value, unit, resource, consumer, attributes));
    }

    /** A value of a resource that goes up and down. */
    void gauge(String metric, double value, String unit, Entity resource) {
        gauge(metric, value, unit, resource, Entity.LOCAL_MACHINE, Fields.EMPTY);
    }

    /** A value of the machine that goes up and down. */
    void gauge(String metric, double value, String unit) {
        gauge(metric, value, unit, Entity.LOCAL_MACHINE);
    }
}
