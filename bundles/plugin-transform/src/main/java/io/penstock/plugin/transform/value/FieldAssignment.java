package io.penstock.plugin.transform.value;

import io.penstock.core.event.Fields;
import java.util.List;

/** Sets a fixed list of fields at once, copying the fields once where no path leads into nested ones. Immutable. */
public final class FieldAssignment {
    private final FieldPath[] targets;
    private final boolean plain;

    private FieldAssignment(FieldPath[] targets) {
        this.targets = targets;
        boolean allPlain = true;
        for (FieldPath target : targets) {
            allPlain &= target.isPlain();
        }
        this.plain = allPlain;
    }

    /** Sets the fields of these names. */
    public static FieldAssignment to(List<String> names) {
        return new FieldAssignment(names.stream().map(FieldPath::of).toArray(FieldPath[]::new));
    }

    /** The fields with the values set in order; a null reference leaves its field alone. */
    public Fields apply(Fields fields, Object[] values) {
        return plain ? applyPlain(fields.toBuilder(), values) : applyNested(fields, values);
    }

    private Fields applyPlain(Fields.Builder builder, Object[] values) {
        for (int i = 0; i < targets.length; i++) {
            if (values[i] != null) {
                builder.set(targets[i].toString(), values[i]);
            }
        }
        return builder.build();
    }

    private Fields applyNested(Fields fields, Object[] values) {
        Fields changed = fields;
        for (int i = 0; i < targets.length; i++) {
            if (values[i] != null) {
                changed = targets[i].set(changed, values[i]);
            }
        }
        return changed;
    }
}
