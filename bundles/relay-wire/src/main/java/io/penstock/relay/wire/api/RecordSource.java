package io.penstock.relay.wire.api;

import io.penstock.core.event.Fields;
import io.penstock.core.event.Record;
import java.time.Instant;
import java.util.Optional;

/** Reads what {@link RecordColumns} wrote. One thread. */
final class RecordSource {
    private final ValueReader values;

    RecordSource(ValueReader values) {
        this.values = values;
    }

    void read(PostcardReader in, int count, EventSink sink) {
        Instant[] times = new Instant[count];
        TimeSource.read(in, times, count);
        for (int i = 0; i < count; i++) {
            Fields fields = values.fields(in, RelayProtocol.MAX_FIELDS);
            if (times[i] == null) {
                values.unfit("a time beyond what can be represented");
            }
            Optional<String> unfit = values.takeUnfit();
            if (unfit.isPresent()) {
                sink.unfit(unfit.get());
            } else {
                sink.event(Record.of(times[i], fields));
            }
        }
    }
}
