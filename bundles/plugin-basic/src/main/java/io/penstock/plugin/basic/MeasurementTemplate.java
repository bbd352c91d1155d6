package io.penstock.plugin.basic;

import io.penstock.core.event.Entity;
import io.penstock.core.event.Event;
import io.penstock.core.event.Fields;
import io.penstock.core.event.Measurement;
import io.penstock.core.event.Unsigned;
import java.time.Instant;

/**
 * Makes the measurement of a sequence number: series after series, round after round, so that no two of a series have the
 * same value. Immutable.
 */
final class MeasurementTemplate {
    private static final String[] METRICS = {"cpu_time", "memory_used", "disk_read", "disk_written", "network_received",
        "network_sent", "energy", "context_switches", "page_faults", "load"};
    private static final double FLOATING_STEP = 0.25;

    private final Measurement[] series;

    MeasurementTemplate(int count) {
        series = new Measurement[count];
        for (int i = 0; i < count; i++) {
            series[i] = new Measurement(METRICS[i % METRICS.length], Instant.EPOCH, Unsigned.of(0), "1",
                    Entity.LOCAL_MACHINE, new Entity("process", Integer.toString(i / METRICS.length)), Fields.EMPTY);
        }
    }

    Event event(long seq, Instant time) {
        int index = (int) (seq % series.length);
        long round = seq / series.length;
        Measurement one = series[index];
        Number value = index % 2 == 0 ? Unsigned.of(round) : (Number) (round * FLOATING_STEP);
        return new Measurement(one.metric(), time, value, one.unit(), one.resource(), one.consumer(), one.attributes());
    }
}
