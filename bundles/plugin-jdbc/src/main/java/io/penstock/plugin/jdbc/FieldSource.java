package io.penstock.plugin.jdbc;

import io.penstock.core.event.Event;
import io.penstock.core.event.Fields;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/** Which of an event's values belong to which column's name. Immutable. */
interface FieldSource {
    /** The column of the event's time, where columns are not given. */
    String TIME = "time";

    /** Hands over the names and values in order. */
    void each(Event event, BiConsumer<String, Object> taker);

    /** Whether a user chose the columns. */
    boolean mapped();

    /** By the option {@code columns}; all of the event when it is empty. */
    static FieldSource of(Map<String, String> columns) {
        return columns.isEmpty() ? new AllFields() : Mapped.of(columns);
    }

    /** The event's time, then every field. A field of the name {@code time} comes second and finds its column taken. */
    record AllFields() implements FieldSource {
        @Override
        public void each(Event event, BiConsumer<String, Object> taker) {
            taker.accept(TIME, event.time());
            Fields fields = event.fields();
            for (int i = 0; i < fields.size(); i++) {
                if (!fields.name(i).equals(TIME) || !fields.value(i).equals(event.time())) {
                    taker.accept(fields.name(i), fields.value(i));
                }
            }
        }

        @Override
        public boolean mapped() {
            return false;
        }
    }

    /** Chosen columns, each with the path of its field. */
    record Mapped(Map<String, List<String>> paths) implements FieldSource {
        static Mapped of(Map<String, String> columns) {
            Map<String, List<String>> paths = new LinkedHashMap<>();
            columns.forEach((column, path) -> paths.put(column, List.of(path.split("\\."))));
            return new Mapped(paths);
        }

        @Override
        public void each(Event event, BiConsumer<String, Object> taker) {
            Fields fields = event.fields();
            paths.forEach((column, path) -> {
                Object whole = path.size() == 1 ? null : fields.get(String.join(".", path));
                Object value = whole == null ? fields.at(path) : whole;
                if (value == null && path.equals(List.of(TIME))) {
                    value = event.time();
                }
                if (value != null) {
                    taker.accept(column, value);
                }
            });
        }

        @Override
        public boolean mapped() {
            return true;
        }
    }
}
