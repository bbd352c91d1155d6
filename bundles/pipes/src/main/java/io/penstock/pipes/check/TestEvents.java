package io.penstock.pipes.check;

import io.penstock.core.event.Event;
import io.penstock.core.event.Fields;
import io.penstock.core.event.Measurement;
import io.penstock.core.event.Record;
import java.time.Instant;
import java.util.Map;

/** Makes events of what tests and tools write. */
final class TestEvents {
    private TestEvents() {
    }

    /** A text is a line in {@code _raw}; a map with metric and number, and nothing a measurement lacks, is one. */
    static Event of(Object written, Instant now) {
        if (written instanceof Map<?, ?> map) {
            return Measurement.of("none", now, 0.0, "1").withFields(Fields.from(map));
        }
        return Record.raw(now, String.valueOf(written));
    }
}
