package io.penstock.plugin.transform.field;

import io.penstock.core.event.Event;
import io.penstock.core.event.Fields;
import io.penstock.core.plugin.Outlet;
import io.penstock.core.plugin.Transform;
import io.penstock.plugin.transform.value.FieldPath;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Keeps some fields, in the event's order; of nested fields only the named ones, within their parent. One thread. */
final class FieldSelection implements Transform {
    private final Set<String> names;
    private final List<FieldPath> nested;

    FieldSelection(List<String> keep) {
        this.names = new LinkedHashSet<>(keep);
        this.nested = keep.stream().map(FieldPath::of).filter(path -> !path.isPlain()).toList();
    }

    @Override
    public void apply(Event event, Outlet out) {
        Fields before = event.fields();
        Fields.Builder builder = Fields.builder();
        for (int i = 0; i < before.size(); i++) {
            if (names.contains(before.name(i))) {
                builder.set(before.name(i), before.value(i));
            }
        }
        Fields kept = builder.build();
        for (FieldPath path : nested) {
            Object value = before.has(path.toString()) ? null : path.get(before);
            kept = value == null ? kept : path.setNested(kept, value);
        }
        out.emit(kept.size() == before.size() && nested.isEmpty() ? event : event.withFields(kept));
    }
}
