package io.penstock.plugin.jdbc;

import io.penstock.core.event.Entity;
import io.penstock.core.event.Fields;
import io.penstock.core.event.Measurement;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;

/**
 * The database's ids of series. Scrapes bring the same series in the same order, so each remembers which one came after
 * it: most lookups compare, and hash nothing. The output's thread.
 */
final class SeriesCache {
    /** With more series than this all are forgotten, and looked up again. */
    static final int MAX_SERIES = 100_000;

    private final Map<Series, Known> known = new HashMap<>();
    private Known last = new Known(0);

    /** What makes a series. Texts and fields of one series mostly are the same objects, so these are compared first. */
    record Series(String metric, String unit, Entity resource, Entity consumer, Fields attributes) {
        static Series of(Measurement event) {
            return new Series(event.metric(), event.unit(), event.resource(), event.consumer(), event.attributes());
        }

        boolean isOf(Measurement event) {
            return metric.equals(event.metric()) && unit.equals(event.unit())
                    && (resource == event.resource() || resource.equals(event.resource()))
                    && (consumer == event.consumer() || consumer.equals(event.consumer()))
                    && (attributes == event.attributes() || attributes.equals(event.attributes()));
        }
    }

    private static final class Known {
        private final long id;
        private Series following;
        private Known next;

        Known(long id) {
            this.id = id;
        }
    }

    /** The id of the event's series, if it is known. */
    OptionalLong find(Measurement event) {
        if (last.following != null && last.following.isOf(event)) {
            last = last.next;
            return OptionalLong.of(last.id);
        }
        Series series = Series.of(event);
        Known found = known.get(series);
        if (found == null) {
            return OptionalLong.empty();
        }
        last.following = series;
        last.next = found;
        last = found;
        return OptionalLong.of(found.id);
    }

    /** Remembers a series' id. */
    void put(Series series, long id) {
        if (known.size() >= MAX_SERIES) {
            clear();
        }
        known.put(series, new Known(id));
    }

    void clear() {
        known.clear();
        last = new Known(0);
    }
}
