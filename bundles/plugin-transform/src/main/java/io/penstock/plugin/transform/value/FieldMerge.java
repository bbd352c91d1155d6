package io.penstock.plugin.transform.value;

import io.penstock.core.event.Fields;

/** Sets the fields of one over those of another. */
public final class FieldMerge {
    private FieldMerge() {
    }

    /** The fields with all of {@code more} set, in their places or at the end. */
    public static Fields of(Fields fields, Fields more) {
        if (fields.isEmpty()) {
            return more;
        }
        Fields.Builder merged = fields.toBuilder();
        for (int i = 0; i < more.size(); i++) {
            merged.set(more.name(i), more.value(i));
        }
        return merged.build();
    }
}
