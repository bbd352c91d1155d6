package io.penstock.pipes.expr;

import io.penstock.core.event.Bytes;
import io.penstock.core.event.Fields;
import io.penstock.core.event.Unsigned;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** The functions by name. A method is a function whose first argument is what stands before the dot. */
final class Functions {
    /** Works on values; types that do not fit give a null reference, which {@link #call} words. */
    @FunctionalInterface
    interface Body {
        Object apply(Object[] arguments);
    }

    private static final Map<String, Body> BODIES = new HashMap<>();

    static {
        BODIES.put("size", a -> size(a[0]));
        BODIES.put("type", a -> Values.typeName(a[0]));
        BODIES.put("dyn", a -> a[0]);
        BODIES.put("abs", a -> abs(a[0]));
        BODIES.put("floor", a -> rounded(a[0], Math::floor, RoundingMode.FLOOR));
        BODIES.put("ceil", a -> rounded(a[0], Math::ceil, RoundingMode.CEILING));
        BODIES.put("round", a -> rounded(a[0], Functions::halfAway, RoundingMode.HALF_UP));
        BODIES.putAll(TextFunctions.BODIES);
        BODIES.putAll(TimeFunctions.BODIES);
        BODIES.putAll(Conversions.BODIES);
    }

    private Functions() {
    }

    static Node call(String name, List<Node> arguments) {
        Body body = BODIES.get(name);
        if (body == null) {
            throw new IllegalStateException("the checker let an unknown function pass: " + name);
        }
        Node[] nodes = arguments.toArray(new Node[0]);
        return (event, frame) -> {
            Object[] values = new Object[nodes.length];
            for (int i = 0; i < nodes.length; i++) {
                values[i] = nodes[i].eval(event, frame);
                if (values[i] instanceof Failure) {
                    return values[i];
                }
            }
            Object result = body.apply(values);
            return result == null ? unfit(name, values) : result;
        };
    }

    static Failure unfit(String name, Object[] values) {
        StringBuilder types = new StringBuilder();
        for (Object value : values) {
            types.append(types.isEmpty() ? "" : ", ").append(Values.typeName(value));
        }
        return new Failure(name + " does not take (" + types + ")");
    }

    private static Object size(Object value) {
        if (value instanceof String text) {
            return (long) text.codePointCount(0, text.length());
        }
        if (value instanceof List<?> list) {
            return (long) list.size();
        }
        return value instanceof Fields map ? Long.valueOf(map.size())
                : value instanceof Bytes bytes ? Long.valueOf(bytes.length()) : null;
    }

    private static Object abs(Object value) {
        return value instanceof Double number ? (Object) Math.abs(number)
                : value instanceof Long whole ? whole < 0 ? Numbers.negate(whole) : whole
                : value instanceof BigDecimal decimal ? decimal.abs()
                : value instanceof Unsigned ? value : null;
    }

    private static Object rounded(Object value, UnaryOperator<Double> of, RoundingMode mode) {
        return value instanceof Double number ? of.apply(number)
                : value instanceof BigDecimal decimal ? decimal.setScale(0, mode)
                : value instanceof Long || value instanceof Unsigned ? value : null;
    }

    private static Double halfAway(double value) {
        return Double.isFinite(value) ? Math.copySign(Math.floor(Math.abs(value) + 0.5), value) : (Double) value;
    }
}
