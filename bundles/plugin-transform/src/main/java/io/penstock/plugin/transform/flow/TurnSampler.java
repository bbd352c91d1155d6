package io.penstock.plugin.transform.flow;

import io.penstock.core.event.Event;
import io.penstock.core.plugin.Outlet;
import io.penstock.core.plugin.Transform;

/** Lets events through evenly spaced, beginning with the first. One thread. */
final class TurnSampler implements Transform {
    /** Adding a part such as 0.1 ten times comes to a hair less than 1. */
    private static final double ROUNDING = 1e-9;

    private final double part;
    private double due;

    TurnSampler(double part) {
        this.part = part;
        this.due = part > 0 ? 1 : 0;
    }

    @Override
    public void apply(Event event, Outlet out) {
        if (due >= 1 - ROUNDING) {
            due -= 1;
            out.emit(event);
        }
        due += part;
    }
}
