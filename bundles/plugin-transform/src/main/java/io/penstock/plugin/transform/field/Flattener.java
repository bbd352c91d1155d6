package io.penstock.plugin.transform.field;

import io.penstock.core.error.PenstockException;
import io.penstock.core.event.Event;
import io.penstock.core.event.Fields;
import io.penstock.core.plugin.Outlet;
import io.penstock.core.plugin.Transform;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Walks nested fields; events without any go on uncopied. One thread. */
final class Flattener implements Transform {
    /** More would make each later step, which searches fields from the front, cost their square. */
    static final int MAX_FIELDS = 4_096;

    private final Optional<String> only;
    private final String separator;
    private final boolean lists;

    Flattener(FlattenPlugin.Settings options) {
        this.only = options.inputField();
        this.separator = options.separator();
        this.lists = options.lists();
    }

    @Override
    public void apply(Event event, Outlet out) {
        Fields fields = event.fields();
        if (!hasNested(fields)) {
            out.emit(event);
            return;
        }
        Map<String, Object> flat = new LinkedHashMap<>();
        for (int i = 0; i < fields.size(); i++) {
            if (isChosen(fields.name(i))) {
                flatten(fields.name(i), fields.value(i), flat);
            } else {
                flat.put(fields.name(i), fields.value(i));
            }
        }
        out.emit(event.withFields(Fields.from(flat)));
    }

    private boolean hasNested(Fields fields) {
        for (int i = 0; i < fields.size(); i++) {
            if (isChosen(fields.name(i)) && isNested(fields.value(i))) {
                return true;
            }
        }
        return false;
    }

    private boolean isChosen(String name) {
        return only.isEmpty() || only.get().equals(name);
    }

    private boolean isNested(Object value) {
        return value instanceof Fields nested && !nested.isEmpty()
                || lists && value instanceof List<?> list && !list.isEmpty();
    }

    private void flatten(String name, Object value, Map<String, Object> flat) {
        if (!isNested(value)) {
            flat.put(name, value);
            refuseTooMany(flat);
        } else if (value instanceof Fields nested) {
            for (int i = 0; i < nested.size(); i++) {
                flatten(name + separator + nested.name(i), nested.value(i), flat);
            }
        } else {
            List<?> list = (List<?>) value;
            for (int i = 0; i < list.size(); i++) {
                flatten(name + separator + i, list.get(i), flat);
            }
        }
    }

    private static void refuseTooMany(Map<String, Object> flat) {
        if (flat.size() > MAX_FIELDS) {
            throw PenstockException.invalid("flatten.limit", "flattened, the event has more than " + MAX_FIELDS + " fields");
        }
    }
}
