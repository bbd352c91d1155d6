package io.penstock.relay.wire.alumet.api;

import io.penstock.core.event.Event;
import io.penstock.core.event.Measurement;
import io.penstock.relay.wire.alumet.api.AlumetMessage.RegisterMetrics;
import io.penstock.relay.wire.alumet.api.AlumetMessage.SendMeasurements;
import io.penstock.relay.wire.api.Decoded;
import io.penstock.relay.wire.api.SeriesKey;
import io.penstock.relay.wire.api.Unfit;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * Makes measurements of one connection's messages. A point of a metric that was not registered, or of a time that cannot be,
 * costs that point and nothing else. One thread.
 */
public final class AlumetReceiver {
    /** Alumet's ids are u16. */
    private static final long MAX_METRIC = 65_535;
    /** Alumet does not say when a series ends: beyond this all are looked up anew. */
    private static final int MAX_SERIES = 100_000;
    private static final int NANOS_PER_SECOND = 1_000_000_000;

    private final UnaryOperator<SeriesKey> registration;
    private final Map<Long, AlumetMetric> metrics = new HashMap<>();
    private final Map<SeriesKey, SeriesKey> series = new HashMap<>();
    private long received;

    /**
     * @param registration called once for each series: what all its measurements shall be of instead
     */
    public AlumetReceiver(UnaryOperator<SeriesKey> registration) {
        this.registration = registration;
    }

    /** Takes metrics; one registered again under its number is that from now on. Those beyond the limits are not taken. */
    public void register(RegisterMetrics message) {
        for (AlumetMetric metric : message.metrics()) {
            if (Long.compareUnsigned(metric.id(), MAX_METRIC) <= 0) {
                metrics.put(metric.id(), metric);
            }
        }
        series.clear();
    }

    /** The measurements of a message; numbered from 0 on over the connection, in epoch 0, as there is nothing better. */
    public Decoded measurements(SendMeasurements message) {
        List<Event> events = new ArrayList<>(message.points().size());
        List<Unfit> unfit = new ArrayList<>();
        long number = received;
        for (AlumetPoint point : message.points()) {
            AlumetMetric metric = metrics.get(point.metric());
            if (metric == null) {
                unfit.add(new Unfit(number, "metric " + Long.toUnsignedString(point.metric()) + " was not registered"));
            } else if (metric.name().isEmpty()) {
                unfit.add(new Unfit(number, "a metric without a name"));
            } else {
                add(point, metric, number, events, unfit);
            }
            number++;
        }
        Decoded decoded = new Decoded(0, received, message.points().size(), List.copyOf(events), List.copyOf(unfit));
        received = number;
        return decoded;
    }

    private void add(AlumetPoint point, AlumetMetric metric, long number, List<Event> events, List<Unfit> unfit) {
        try {
            if (point.second() < 0 || point.nano() < 0 || point.nano() >= NANOS_PER_SECOND) {
                throw new DateTimeException("out of range");
            }
            Instant time = Instant.ofEpochSecond(point.second(), point.nano());
            SeriesKey key = series(point, metric);
            events.add(new Measurement(key.metric(), time, point.value(), key.unit(), key.resource(), key.consumer(),
                    key.attributes()));
        } catch (DateTimeException e) {
            unfit.add(new Unfit(number, "a time of " + Long.toUnsignedString(point.second()) + " s and "
                    + Integer.toUnsignedString(point.nano()) + " ns since 1970, which cannot be represented"));
        }
    }

    private SeriesKey series(AlumetPoint point, AlumetMetric metric) {
        SeriesKey told = new SeriesKey(metric.name(), AlumetUnits.toUcum(metric.unitBase(), metric.unitPrefix()),
                point.resource(), point.consumer(), point.attributes());
        SeriesKey known = series.get(told);
        if (known == null) {
            if (series.size() == MAX_SERIES) {
                series.clear();
            }
            known = registration.apply(told);
            series.put(told, known);
        }
        return known;
    }
}
