package io.penstock.plugin.transform.aggregate;

import io.penstock.core.error.PenstockException;
import io.penstock.core.event.Fields;
import io.penstock.core.event.Measurement;
import io.penstock.core.event.Record;
import io.penstock.core.plugin.Outlet;
import io.penstock.plugin.transform.value.EventKey;
import io.penstock.plugin.transform.value.Series;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** How events are grouped, and what event a group becomes. */
abstract class WindowResult {
    private WindowResult() {
    }

    /** What groups events. */
    abstract EventKey key();

    /** Emits what the group came to; it stands for the group's events. */
    abstract void emit(Object key, Group group, long start, long end, Outlet out);

    static WindowResult of(WindowPlugin.Settings options) {
        String[] names = options.emit().keySet().toArray(String[]::new);
        return options.output() == WindowPlugin.Result.MEASUREMENT ? new Measurements(names)
                : new Records(options.groupBy(), names);
    }

    /** One record: the group's fields, the aggregates, the window. */
    private static final class Records extends WindowResult {
        private final List<String> groupBy;
        private final String[] names;

        Records(List<String> groupBy, String[] names) {
            this.groupBy = groupBy;
            this.names = names;
        }

        @Override
        EventKey key() {
            return EventKey.fields(groupBy);
        }

        @Override
        void emit(Object key, Group group, long start, long end, Outlet out) {
            Fields.Builder fields = Fields.builder();
            for (int i = 0; i < groupBy.size(); i++) {
                fields.set(groupBy.get(i), groupBy.size() == 1 ? key : ((List<?>) key).get(i));
            }
            for (int i = 0; i < names.length; i++) {
                fields.set(names[i], group.result(i));
            }
            Instant from = Progress.instant(start);
            fields.set("window_start", from).set("window_end", Progress.instant(end));
            out.emit(Record.of(from, fields.build()), group.holds);
        }
    }

    /** A measurement for each aggregate, its metric named after both. */
    private static final class Measurements extends WindowResult {
        private final String[] names;

        Measurements(String[] names) {
            this.names = names;
        }

        @Override
        EventKey key() {
            return event -> {
                if (event instanceof Measurement m) {
                    return Series.of(m);
                }
                throw PenstockException.invalid("window.measurement",
                        "with output: measurement the window takes measurements only, but found a record");
            };
        }

        /** The last one stands for all: what is emitted in order is acknowledged in order. */
        @Override
        void emit(Object key, Group group, long start, long end, Outlet out) {
            Series series = (Series) key;
            List<Measurement> results = new ArrayList<>();
            for (int i = 0; i < names.length; i++) {
                if (group.result(i) instanceof Number value) {
                    results.add(series.as(series.metric() + "_" + names[i], series.unit())
                            .at(Progress.instant(start), value));
                }
            }
            for (int i = 0; i < results.size(); i++) {
                out.emit(results.get(i), i == results.size() - 1 ? group.holds : List.of());
            }
            if (results.isEmpty()) {
                group.holds.forEach(out::release);
            }
        }
    }
}
