package io.penstock.core.batch;

import static java.util.Objects.requireNonNull;

import io.penstock.core.event.Event;
import java.util.List;

/**
 * Events that are written and acknowledged together. Immutable.
 *
 * @param id the same whenever this batch is delivered
 * @param events in order, unmodifiable, never empty
 */
public record Batch(BatchId id, List<Event> events) {
    public Batch {
        requireNonNull(id, "id is null");
        requireNonNull(events, "events is null");
    }

    /** The sum of the events' sizes. */
    public long sizeBytes() {
        long sum = 0;
        for (Event event : events) {
            sum += event.sizeBytes();
        }
        return sum;
    }
}
