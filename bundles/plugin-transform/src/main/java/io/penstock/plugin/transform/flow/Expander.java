package io.penstock.plugin.transform.flow;

import io.penstock.core.error.PenstockException;
import io.penstock.core.event.Event;
import io.penstock.core.event.Fields;
import io.penstock.core.event.Null;
import io.penstock.core.plugin.Outlet;
import io.penstock.core.plugin.Transform;
import io.penstock.plugin.transform.value.FieldMerge;
import io.penstock.plugin.transform.value.FieldPath;
import io.penstock.plugin.transform.value.Shown;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Emits an event per element, in the list's order. One thread. */
final class Expander implements Transform {
    private final FieldPath input;
    private final FieldPath output;
    private final boolean merge;
    private final Optional<String> delimiter;

    Expander(ExpandPlugin.Settings options) {
        this.input = FieldPath.of(options.inputField());
        this.output = FieldPath.of(options.outputField().orElse(options.inputField()));
        this.merge = options.merge();
        this.delimiter = options.delimiter();
    }

    @Override
    public void apply(Event event, Outlet out) {
        Object value = input.get(event);
        if (value == null || value == Null.NULL) {
            out.emit(event);
            return;
        }
        List<?> elements = elements(value);
        boolean renames = !output.toString().equals(input.toString());
        Fields rest = renames || merge ? input.remove(event.fields()) : event.fields();
        for (Object element : elements) {
            out.emit(event.withFields(with(rest, element)));
        }
    }

    private List<?> elements(Object value) {
        if (value instanceof List<?> list) {
            return list;
        }
        if (value instanceof String text && delimiter.isPresent()) {
            return text.isEmpty() ? List.of() : List.of(text.split(Pattern.quote(delimiter.get()), -1));
        }
        throw PenstockException.invalid("expand.no-list",
                "expected the field \"" + input + "\" to hold a list, but found " + Shown.of(value));
    }

    private Fields with(Fields rest, Object element) {
        return merge && element instanceof Fields members ? FieldMerge.of(rest, members) : output.set(rest, element);
    }
}
