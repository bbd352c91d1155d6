package io.penstock.plugin.transform.field;

import io.penstock.core.event.Event;
import io.penstock.core.event.Fields;
import io.penstock.core.plugin.Outlet;
import io.penstock.core.plugin.Transform;
import io.penstock.plugin.transform.value.FieldPath;
import io.penstock.plugin.transform.value.GuardedPattern;
import java.util.List;
import java.util.regex.Pattern;

/** Takes fields away; events without any of them go on uncopied. One thread. */
final class FieldRemoval implements Transform {
    private final List<FieldPath> paths;
    private final List<GuardedPattern> patterns;

    FieldRemoval(List<String> names, List<Pattern> patterns) {
        this.paths = names.stream().map(FieldPath::of).toList();
        this.patterns = patterns.stream().map(GuardedPattern::new).toList();
    }

    @Override
    public void apply(Event event, Outlet out) {
        if (patterns.isEmpty() && !FieldPath.anyIn(event, paths)) {
            out.emit(event);
            return;
        }
        Fields before = event.fields();
        Fields fields = before;
        for (FieldPath path : paths) {
            fields = path.remove(fields);
        }
        if (!patterns.isEmpty()) {
            fields = withoutMatching(fields);
        }
        out.emit(fields == before ? event : event.withFields(fields));
    }

    private Fields withoutMatching(Fields fields) {
        Fields left = fields;
        for (int i = 0; i < fields.size(); i++) {
            if (matches(fields.name(i))) {
                left = left.without(fields.name(i));
            }
        }
        return left;
    }

    private boolean matches(String name) {
        for (GuardedPattern pattern : patterns) {
            if (pattern.matches(name)) {
                return true;
            }
        }
        return false;
    }
}
