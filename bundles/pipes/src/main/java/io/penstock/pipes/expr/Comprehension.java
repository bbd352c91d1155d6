package io.penstock.pipes.expr;

import io.penstock.core.event.Event;
import io.penstock.core.event.Fields;
import java.util.List;

/**
 * The loop the macros {@code all, exists, exists_one, map, filter} expand to. Sure to end: it goes over a finite list once,
 * within the frame's budget.
 */
record Comprehension(int itemSlot, int resultSlot, Node range, Node init, Node goOn, Node step, Node result)
        implements Node {
    static final Failure TOO_LONG = new Failure("the expression goes over too many elements");
    private static final int TURN_UNITS = 20;

    @Override
    public Object eval(Event event, Frame frame) {
        Object over = range.eval(event, frame);
        List<?> items = over instanceof Fields map ? map.names() : over instanceof List<?> list ? list : null;
        if (items == null) {
            return over instanceof Failure ? over : new Failure("a " + Values.typeName(over) + " has no elements");
        }
        frame.set(resultSlot, init.eval(event, frame));
        for (Object item : items) {
            if (!frame.spend(TURN_UNITS)) {
                return TOO_LONG;
            }
            if (Boolean.FALSE.equals(goOn.eval(event, frame))) {
                break;
            }
            frame.set(itemSlot, item);
            frame.set(resultSlot, step.eval(event, frame));
        }
        return result.eval(event, frame);
    }
}
