package io.penstock.plugin.transform.parse;

import io.penstock.core.error.PenstockException;
import io.penstock.core.event.Event;
import io.penstock.core.event.Fields;
import io.penstock.core.plugin.Outlet;
import io.penstock.core.plugin.Transform;
import io.penstock.plugin.transform.value.Conversion;
import io.penstock.plugin.transform.value.FieldAssignment;
import io.penstock.plugin.transform.value.FieldPath;
import io.penstock.plugin.transform.value.GroupNames;
import io.penstock.plugin.transform.value.GuardedPattern;
import io.penstock.plugin.transform.value.Shown;
import io.penstock.plugin.transform.value.TargetType;
import java.util.List;
import java.util.Map;

/** Matches one field and sets the groups as fields. One thread. */
final class Extractor implements Transform {
    private final String patternText;
    private final GuardedPattern pattern;
    private final FieldPath input;
    private final String[] names;
    private final int[] groups;
    private final TargetType[] types;
    private final FieldAssignment targets;
    private final boolean passUnmatched;
    private final boolean remove;

    Extractor(ExtractPlugin.Settings options) {
        List<String> fields = ExtractPlugin.names(options);
        Map<String, Integer> named = GroupNames.of(options.pattern()).orElse(Map.of());
        this.patternText = options.pattern().pattern();
        this.pattern = new GuardedPattern(options.pattern());
        this.input = FieldPath.of(options.inputField());
        this.names = fields.toArray(String[]::new);
        this.groups = new int[names.length];
        this.types = new TargetType[names.length];
        for (int i = 0; i < names.length; i++) {
            groups[i] = options.outputFields().isEmpty() ? named.get(names[i]) : i + 1;
            types[i] = options.types().getOrDefault(names[i], TargetType.STRING);
        }
        this.targets = FieldAssignment.to(fields);
        this.passUnmatched = options.onNoMatch() == OnNoMatch.PASS;
        this.remove = options.remove() && !fields.contains(options.inputField());
    }

    @Override
    public void apply(Event event, Outlet out) {
        Object value = input.get(event);
        if (!(value instanceof String text) || !pattern.findFirst(text)) {
            unmatched(event, value, out);
            return;
        }
        Fields fields = remove ? input.remove(event.fields()) : event.fields();
        out.emit(event.withFields(targets.apply(fields, values())));
    }

    private Object[] values() {
        Object[] values = new Object[groups.length];
        for (int i = 0; i < groups.length; i++) {
            String group = pattern.group(groups[i]);
            values[i] = group == null || types[i] == TargetType.STRING ? group
                    : Conversion.convert(names[i], group, types[i]);
        }
        return values;
    }

    private void unmatched(Event event, Object value, Outlet out) {
        if (!passUnmatched) {
            throw PenstockException.invalid("extract.no-match", "the field \"" + input + "\" holds " + Shown.of(value)
                    + ", which does not match \"" + patternText + "\"");
        }
        out.emit(event);
    }
}
