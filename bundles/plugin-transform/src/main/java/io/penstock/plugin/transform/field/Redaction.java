package io.penstock.plugin.transform.field;

import io.penstock.core.event.Event;
import io.penstock.core.event.EventText;
import io.penstock.core.event.Fields;
import io.penstock.core.event.Null;
import io.penstock.core.plugin.Outlet;
import io.penstock.core.plugin.Transform;
import io.penstock.plugin.transform.value.FieldPath;
import io.penstock.plugin.transform.value.GuardedPattern;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Walks the values of events; those with nothing to hide go on uncopied. One thread. */
final class Redaction implements Transform {
    private final Set<String> names;
    private final List<FieldPath> paths;
    private final List<GuardedPattern> patterns;
    private final Cover cover;
    private final boolean nested;
    private final boolean removes;

    Redaction(RedactPlugin.Settings options) {
        this.names = options.fields().stream().filter(name -> FieldPath.of(name).isPlain())
                .collect(Collectors.toUnmodifiableSet());
        this.paths = options.fields().stream().map(FieldPath::of).filter(path -> !path.isPlain()).toList();
        this.patterns = options.patterns().stream().map(GuardedPattern::new).toList();
        this.cover = Cover.of(options);
        this.nested = options.nested();
        this.removes = options.action() == RedactPlugin.Action.REMOVE;
    }

    @Override
    public void apply(Event event, Outlet out) {
        Fields before = event.fields();
        Fields fields = before;
        for (FieldPath path : paths) {
            Object value = path.get(fields);
            if (value != null && removes) {
                fields = path.remove(fields);
            } else if (value != null && value != Null.NULL) {
                fields = path.set(fields, cover.over(text(value)));
            }
        }
        fields = walk(fields);
        out.emit(fields == before ? event : event.withFields(fields));
    }

    private Fields walk(Fields fields) {
        Fields changed = fields;
        for (int i = 0; i < fields.size(); i++) {
            String name = fields.name(i);
            Object value = fields.value(i);
            if (!names.contains(name)) {
                Object covered = covered(value);
                changed = covered == value ? changed : changed.with(name, covered);
            } else if (removes) {
                changed = changed.without(name);
            } else if (value != Null.NULL) {
                changed = changed.with(name, cover.over(text(value)));
            }
        }
        return changed;
    }

    private static String text(Object value) {
        return EventText.text(value);
    }

    private Object covered(Object value) {
        if (value instanceof String text) {
            return patterns.isEmpty() ? text : covered(text);
        }
        if (nested && value instanceof Fields fields) {
            return walk(fields);
        }
        return nested && value instanceof List<?> list ? covered(list) : value;
    }

    private List<?> covered(List<?> list) {
        List<Object> covered = new ArrayList<>(list.size());
        boolean changed = false;
        for (Object element : list) {
            Object other = covered(element);
            changed |= other != element;
            covered.add(other);
        }
        return changed ? List.copyOf(covered) : list;
    }

    private String covered(String text) {
        String covered = text;
        for (GuardedPattern pattern : patterns) {
            covered = replaceAll(pattern, covered);
        }
        return covered;
    }

    private String replaceAll(GuardedPattern pattern, String text) {
        if (!pattern.find(text)) {
            return text;
        }
        StringBuilder covered = new StringBuilder(text.length());
        int plainFrom = 0;
        do {
            if (pattern.end() > pattern.start()) {
                covered.append(text, plainFrom, pattern.start());
                covered.append(removes ? "" : cover.over(text.substring(pattern.start(), pattern.end())));
                plainFrom = pattern.end();
            }
        } while (pattern.findNext());
        return plainFrom == 0 ? text : covered.append(text, plainFrom, text.length()).toString();
    }
}
