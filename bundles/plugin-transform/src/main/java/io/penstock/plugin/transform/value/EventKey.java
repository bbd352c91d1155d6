package io.penstock.plugin.transform.value;

import io.penstock.core.event.Event;
import io.penstock.core.event.Null;
import io.penstock.core.plugin.Expression;
import java.util.Arrays;
import java.util.List;

/** Tells events apart: gives the value they are grouped by. Values are immutable and comparable by equals. */
@FunctionalInterface
public interface EventKey {
    /** The key of an event; never a null reference. */
    Object of(Event event);

    /** The same key for every event. */
    static EventKey none() {
        return event -> Null.NULL;
    }

    /** What an expression gives. */
    static EventKey expression(Expression expression) {
        return expression::eval;
    }

    /** The values of fields in order; of an absent field it is {@link Null}. */
    static EventKey fields(List<String> names) {
        FieldPath[] paths = names.stream().map(FieldPath::of).toArray(FieldPath[]::new);
        if (paths.length == 1) {
            return event -> orNull(paths[0].get(event));
        }
        return event -> {
            Object[] values = new Object[paths.length];
            for (int i = 0; i < values.length; i++) {
                values[i] = orNull(paths[i].get(event));
            }
            return Arrays.asList(values);
        };
    }

    private static Object orNull(Object value) {
        return value == null ? Null.NULL : value;
    }
}
