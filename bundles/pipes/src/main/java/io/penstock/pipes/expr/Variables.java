package io.penstock.pipes.expr;

import io.penstock.core.event.Event;
import io.penstock.core.event.Fields;
import io.penstock.core.event.Measurement;
import io.penstock.core.event.Null;
import io.penstock.core.event.Record;
import io.penstock.core.event.Unsigned;
import java.util.List;

/** Nodes that take something out of the event, or out of a value. */
final class Variables {
    private Variables() {
    }

    static Node field(String name) {
        Failure missing = new Failure("the event has no field \"" + name + "\"");
        return (event, frame) -> {
            Object value = lookUp(event, name);
            return value == null ? missing : value;
        };
    }

    /** The field's value, or a null reference; a measurement is not turned into fields for it. */
    private static Object lookUp(Event event, String name) {
        if (event instanceof Record record) {
            return record.fields().get(name);
        }
        Measurement measurement = (Measurement) event;
        return switch (name) {
            case "metric" -> measurement.metric();
            case "value" -> measurement.value();
            case "unit" -> measurement.unit();
            case "resource" -> measurement.resource().toString();
            case "consumer" -> measurement.consumer().toString();
            case "attributes" -> measurement.attributes();
            default -> null;
        };
    }

    static Node select(Node operand, String name) {
        Failure missing = new Failure("there is no field \"" + name + "\" inside");
        return (event, frame) -> {
            Object value = operand.eval(event, frame);
            if (value instanceof Fields fields) {
                Object inner = fields.get(name);
                return inner == null ? missing : inner;
            }
            return value instanceof Failure ? value
                    : new Failure("a " + Values.typeName(value) + " has no field \"" + name + "\"");
        };
    }

    /** {@code has(a.b)}: whether every name on the way is there. */
    static Node has(Node operand, String name) {
        return (event, frame) -> operand.eval(event, frame) instanceof Fields fields && fields.has(name);
    }

    static Node index(Node operand, Node key) {
        return (event, frame) -> {
            Object value = operand.eval(event, frame);
            Object at = key.eval(event, frame);
            Object failed = Operators.failed(value, at);
            return failed != null ? failed : at(value, at);
        };
    }

    private static Object at(Object value, Object key) {
        if (value instanceof Fields fields && key instanceof String name) {
            Object inner = fields.get(name);
            return inner == null ? new Failure("there is no field \"" + name + "\" inside") : inner;
        }
        if (value instanceof List<?> list && (key instanceof Long || key instanceof Unsigned)) {
            long index = ((Number) key).longValue();
            return index >= 0 && index < list.size() ? list.get((int) index)
                    : new Failure("index " + key + " is outside the list of " + list.size());
        }
        return value instanceof Null ? new Failure("null has no elements")
                : new Failure("a " + Values.typeName(value) + " has no element at a " + Values.typeName(key));
    }
}
