package io.penstock.pipes.expr;

import io.penstock.core.event.Bytes;
import io.penstock.core.event.Fields;
import io.penstock.core.event.Null;
import io.penstock.core.event.Unsigned;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** What holds for values of every type: names, equality, order. */
final class Values {
    /** What {@link #compare} gives when there is no order: NaN is neither above nor below anything. */
    static final int UNORDERED = 2;

    private Values() {
    }

    static String typeName(Object value) {
        if (value instanceof Number) {
            return value instanceof Long ? "int" : value instanceof Unsigned ? "uint"
                    : value instanceof Double ? "double" : "decimal";
        }
        if (value instanceof String) {
            return "string";
        }
        if (value instanceof Boolean) {
            return "bool";
        }
        return value instanceof Null ? "null" : value instanceof Instant ? "timestamp"
                : value instanceof Duration ? "duration" : value instanceof Fields ? "map"
                : value instanceof List<?> ? "list" : value instanceof Bytes ? "bytes" : "error";
    }

    /** Equality across all types: numbers by their value, different kinds of things are just not equal. */
    static boolean equal(Object a, Object b) {
        if (a instanceof Number x && b instanceof Number y) {
            return Numbers.compare(x, y) == 0;
        }
        if (a instanceof List<?> x && b instanceof List<?> y) {
            return equalLists(x, y);
        }
        if (a instanceof Fields x && b instanceof Fields y) {
            return equalMaps(x, y);
        }
        return a.equals(b);
    }

    private static boolean equalLists(List<?> a, List<?> b) {
        if (a.size() != b.size()) {
            return false;
        }
        for (int i = 0; i < a.size(); i++) {
            if (!equal(a.get(i), b.get(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean equalMaps(Fields a, Fields b) {
        if (a.size() != b.size()) {
            return false;
        }
        for (int i = 0; i < a.size(); i++) {
            Object other = b.get(a.name(i));
            if (other == null || !equal(a.value(i), other)) {
                return false;
            }
        }
        return true;
    }

    /** -1, 0, 1, or {@link #UNORDERED}; a {@link Failure} where two types have no order between them. */
    static Object compare(String operator, Object a, Object b) {
        if (a instanceof Number x && b instanceof Number y) {
            return Numbers.compare(x, y);
        }
        if (a instanceof String x && b instanceof String y) {
            return Integer.signum(x.compareTo(y));
        }
        if (a instanceof Instant x && b instanceof Instant y) {
            return Integer.signum(x.compareTo(y));
        }
        if (a instanceof Duration x && b instanceof Duration y) {
            return Integer.signum(x.compareTo(y));
        }
        if (a instanceof Boolean x && b instanceof Boolean y) {
            return Boolean.compare(x, y);
        }
        return Failure.noOperation(operator, a, b);
    }

    static boolean isNumber(Object value) {
        return value instanceof Long || value instanceof Double || value instanceof Unsigned
                || value instanceof BigDecimal;
    }
}
