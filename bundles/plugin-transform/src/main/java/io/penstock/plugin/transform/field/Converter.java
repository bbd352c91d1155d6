package io.penstock.plugin.transform.field;

import io.penstock.core.error.PenstockException;
import io.penstock.core.event.Event;
import io.penstock.core.event.Fields;
import io.penstock.core.plugin.Outlet;
import io.penstock.core.plugin.Transform;
import io.penstock.plugin.transform.value.Conversion;
import io.penstock.plugin.transform.value.FieldAssignment;
import io.penstock.plugin.transform.value.FieldPath;
import io.penstock.plugin.transform.value.TargetType;
import java.util.List;
import java.util.Map;

/** Converts the fields of events; those that have the type already go on uncopied. One thread. */
final class Converter implements Transform {
    private final FieldPath[] paths;
    private final TargetType[] types;
    private final FieldAssignment targets;
    private final boolean missingIsError;

    Converter(Map<String, TargetType> types, boolean missingIsError) {
        this.paths = types.keySet().stream().map(FieldPath::of).toArray(FieldPath[]::new);
        this.types = types.values().toArray(TargetType[]::new);
        this.targets = FieldAssignment.to(List.copyOf(types.keySet()));
        this.missingIsError = missingIsError;
    }

    @Override
    public void apply(Event event, Outlet out) {
        Object[] converted = new Object[paths.length];
        boolean changed = false;
        for (int i = 0; i < paths.length; i++) {
            Object value = paths[i].get(event);
            if (value == null) {
                refuseMissing(paths[i]);
                continue;
            }
            converted[i] = Conversion.convert(paths[i].toString(), value, types[i]);
            changed |= converted[i] != value;
        }
        Fields fields = changed ? targets.apply(event.fields(), converted) : Fields.EMPTY;
        out.emit(changed ? event.withFields(fields) : event);
    }

    private void refuseMissing(FieldPath path) {
        if (missingIsError) {
            throw PenstockException.invalid("convert.missing", "the event has no field \"" + path + "\"");
        }
    }
}
