package io.penstock.pipes.expr;

import io.penstock.core.event.Event;

/** A piece of a compiled expression. Immutable; thread-safe. */
@FunctionalInterface
interface Node {
    /**
     * Its value for an event: one of {@link io.penstock.core.event.ValueType}, or a {@link Failure}, which is returned and not
     * thrown because {@code &&} and {@code ||} may yet make up for it.
     */
    Object eval(Event event, Frame frame);
}
