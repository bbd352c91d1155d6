package io.penstock.plugin.transform.value;

import io.penstock.core.event.Event;
import io.penstock.core.event.Measurement;
import io.penstock.core.event.Record;
import java.time.Instant;

/** Gives events another time. */
public final class EventTime {
    private EventTime() {
    }

    /** The same event at another time. */
    public static Event of(Event event, Instant time) {
        if (event instanceof Record record) {
            return record.withTime(time);
        }
        Measurement before = (Measurement) event;
        return new Measurement(before.metric(), time, before.value(), before.unit(), before.resource(),
                before.consumer(), before.attributes());
    }
}
