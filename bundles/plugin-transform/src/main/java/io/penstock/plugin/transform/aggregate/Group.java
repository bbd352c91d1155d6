package io.penstock.plugin.transform.aggregate;

import io.penstock.core.plugin.Outlet;
import java.util.ArrayList;
import java.util.List;

/** The aggregates of one group in one window, and the claims of the events in them. One thread. */
final class Group {
    final List<Outlet.Hold> holds = new ArrayList<>();
    private final Accumulator[] accumulators;

    Group(Aggregate[] aggregates) {
        accumulators = new Accumulator[aggregates.length];
        for (int i = 0; i < accumulators.length; i++) {
            accumulators[i] = aggregates[i].function().get();
        }
    }

    void add(Object[] values, long timeNanos) {
        for (int i = 0; i < values.length; i++) {
            if (values[i] != null) {
                accumulators[i].add(values[i], timeNanos);
            }
        }
    }

    Object result(int index) {
        return accumulators[index].result();
    }
}
