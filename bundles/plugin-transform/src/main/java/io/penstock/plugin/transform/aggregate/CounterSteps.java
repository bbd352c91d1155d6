package io.penstock.plugin.transform.aggregate;

import io.penstock.core.collect.LeastRecent;
import io.penstock.core.error.PenstockException;
import io.penstock.core.event.Event;
import io.penstock.core.event.Measurement;
import io.penstock.core.event.Null;
import io.penstock.core.plugin.Outlet;
import io.penstock.core.plugin.Transform;
import io.penstock.plugin.transform.value.CompactKey;
import io.penstock.plugin.transform.value.EventKey;
import io.penstock.plugin.transform.value.FieldAssignment;
import io.penstock.plugin.transform.value.FieldPath;
import io.penstock.plugin.transform.value.Series;
import io.penstock.plugin.transform.value.Shown;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/** Remembers the last counters of every series. One thread. */
final class CounterSteps implements Transform {
    private final DeltaPlugin.Settings options;
    private final EventKey recordKey;
    private final FieldPath[] counters;
    private final FieldAssignment targets;
    private final CounterStep step;
    private final Map<Object, Last> series;

    private record Last(Instant time, Number[] values) {
    }

    CounterSteps(DeltaPlugin.Settings options) {
        this.options = options;
        this.recordKey = new CompactKey(EventKey.fields(options.groupBy()));
        this.counters = options.fields().stream().map(FieldPath::of).toArray(FieldPath[]::new);
        this.targets = FieldAssignment.to(options.fields().stream().map(name -> name + options.suffix()).toList());
        this.step = new CounterStep(options.mode() == DeltaPlugin.Mode.RATE, options.onDecrease());
        this.series = new LeastRecent<>(options.maxSeries());
    }

    @Override
    public void apply(Event event, Outlet out) {
        boolean measured = event instanceof Measurement && counters.length == 0;
        Number[] now = measured ? new Number[] {((Measurement) event).value()} : read(event);
        Object key = key(event);
        Last last = series.get(key);
        if (last != null && isStale(event.time(), last.time())) {
            out.drop("out of order");
            return;
        }
        series.put(key, new Last(event.time(), now));
        if (last != null) {
            Object[] steps = step.between(last.values(), now, Duration.between(last.time(), event.time()));
            out.emit(measured ? measurement((Measurement) event, steps[0])
                    : event.withFields(targets.apply(event.fields(), steps)));
        }
    }

    private Object key(Event event) {
        return event instanceof Measurement m && options.groupBy().isEmpty()
                ? Series.of(m) : recordKey.of(event);
    }

    private boolean isStale(Instant now, Instant last) {
        int order = now.compareTo(last);
        return order < 0 || order == 0 && options.mode() == DeltaPlugin.Mode.RATE;
    }

    private Number[] read(Event event) {
        if (counters.length == 0) {
            throw PenstockException.invalid("delta.fields",
                    "the event is no measurement: the option \"fields\" must name its counters");
        }
        Number[] values = new Number[counters.length];
        for (int i = 0; i < values.length; i++) {
            Object value = counters[i].get(event);
            if (value instanceof Number number) {
                values[i] = number;
            } else if (value != null && value != Null.NULL) {
                throw PenstockException.invalid("delta.value", "expected the field \"" + counters[i]
                        + "\" to hold a number, but found " + Shown.of(value));
            }
        }
        return values;
    }

    private Event measurement(Measurement from, Object value) {
        String unit = options.mode() == DeltaPlugin.Mode.RATE ? CounterStep.perSecond(from.unit()) : from.unit();
        return Series.of(from).as(from.metric() + options.suffix(), unit).at(from.time(), (Number) value);
    }
}
