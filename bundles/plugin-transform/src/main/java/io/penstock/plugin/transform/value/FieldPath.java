package io.penstock.plugin.transform.value;

import io.penstock.core.event.Event;
import io.penstock.core.event.Fields;
import io.penstock.core.event.Measurement;
import java.util.List;

/**
 * Names a field of an event as users write it: a name, or names joined by dots that lead into nested fields
 * ({@code attributes.host}). A field whose own name holds the dots wins over a nested one. Immutable.
 */
public final class FieldPath {
    private final String name;
    private final String head;
    private final FieldPath tail;

    private FieldPath(String name) {
        int dot = name.indexOf('.');
        boolean nested = dot > 0 && dot < name.length() - 1;
        this.name = name;
        this.head = nested ? name.substring(0, dot) : name;
        this.tail = nested ? new FieldPath(name.substring(dot + 1)) : null;
    }

    /** The path written so. */
    public static FieldPath of(String name) {
        return new FieldPath(name);
    }

    /** The value, or a null reference when there is none. Allocates nothing, for measurements neither. */
    public Object get(Event event) {
        return event instanceof Measurement measurement ? get(measurement) : get(event.fields());
    }

    /** The value, or a null reference when there is none. */
    public Object get(Fields fields) {
        Object value = fields.get(name);
        if (value != null || tail == null) {
            return value;
        }
        return fields.get(head) instanceof Fields nested ? tail.get(nested) : null;
    }

    /** Whether the event has any of these fields; a measurement's are not made for it. */
    public static boolean anyIn(Event event, List<FieldPath> paths) {
        for (FieldPath path : paths) {
            if (path.get(event) != null) {
                return true;
            }
        }
        return false;
    }

    private Object get(Measurement measurement) {
        return switch (head) {
            case "metric" -> whole(measurement.metric());
            case "time" -> whole(measurement.time());
            case "value" -> whole(measurement.value());
            case "unit" -> whole(measurement.unit());
            case "resource" -> whole(measurement.resource().toString());
            case "consumer" -> whole(measurement.consumer().toString());
            case "attributes" -> tail == null ? measurement.attributes() : tail.get(measurement.attributes());
            default -> null;
        };
    }

    private Object whole(Object value) {
        return tail == null ? value : null;
    }

    /** The fields with this one set: within nested fields when there are such, else under the name itself. */
    public Fields set(Fields fields, Object value) {
        return tail != null && !fields.has(name) && fields.get(head) instanceof Fields nested
                ? fields.with(head, tail.set(nested, value)) : fields.with(name, value);
    }

    /** As {@link #set}, but nested fields that are missing are made. */
    public Fields setNested(Fields fields, Object value) {
        if (tail == null) {
            return fields.with(name, value);
        }
        Fields nested = fields.get(head) instanceof Fields present ? present : Fields.EMPTY;
        return fields.with(head, tail.setNested(nested, value));
    }

    /** The fields without this one; the same instance when there is no such field. */
    public Fields remove(Fields fields) {
        if (tail == null || fields.has(name) || !(fields.get(head) instanceof Fields nested)) {
            return fields.without(name);
        }
        Fields smaller = tail.remove(nested);
        return smaller == nested ? fields : fields.with(head, smaller);
    }

    /** Whether the name holds no dots, so that it can only be a field of the event itself. */
    public boolean isPlain() {
        return tail == null;
    }

    /** As written. */
    @Override
    public String toString() {
        return name;
    }
}
