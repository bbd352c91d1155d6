package io.penstock.pipes.expr;

import io.penstock.core.error.PenstockException;
import io.penstock.core.event.Event;
import io.penstock.core.options.Option;
import io.penstock.core.plugin.Expression;

/** An expression ready to run. Thread-safe. */
record CompiledExpression(String source, Node root, int slots, Option.Result result) implements Expression {
    private static final int MAX_SHOWN = 120;

    @Override
    public Object eval(Event event) {
        Object value = value(event);
        if (value instanceof Failure failure) {
            throw failed(failure.message());
        }
        if (!fits(value)) {
            throw failed("expected " + expected() + ", but it gives " + Values.typeName(value));
        }
        return value;
    }

    @Override
    public boolean test(Event event) {
        Object value = value(event);
        if (value instanceof Boolean truth) {
            return truth;
        }
        throw failed(value instanceof Failure failure ? failure.message()
                : "expected a bool, but it gives " + Values.typeName(value));
    }

    private Object value(Event event) {
        return root.eval(event, slots == 0 ? Frame.NONE : new Frame(slots));
    }

    private boolean fits(Object value) {
        return switch (result) {
            case ANY -> true;
            case BOOL -> value instanceof Boolean;
            case STRING -> value instanceof String;
            case NUMBER -> Values.isNumber(value);
        };
    }

    private String expected() {
        return result == Option.Result.BOOL ? "a bool" : result == Option.Result.STRING ? "a string" : "a number";
    }

    private PenstockException failed(String why) {
        String shown = source.length() <= MAX_SHOWN ? source : source.substring(0, MAX_SHOWN) + "…";
        return PenstockException.invalid("expr.eval", why + ", in the expression: " + shown);
    }
}
