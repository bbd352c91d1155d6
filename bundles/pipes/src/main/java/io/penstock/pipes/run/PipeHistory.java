package io.penstock.pipes.run;

import io.penstock.core.time.Clock;
import io.penstock.pipes.api.PipeState;
import io.penstock.pipes.api.StateChange;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Set;

/** The state a pipe is in and those it was in before, the last few. Thread-safe. */
final class PipeHistory {
    static final int MAX_KEPT = 50;

    private static final Set<PipeState> ENDS = Set.of(PipeState.COMPLETED, PipeState.FAILED, PipeState.STOPPED);

    private final Clock clock;
    private final ArrayDeque<StateChange> past = new ArrayDeque<>();
    private StateChange now;

    PipeHistory(Clock clock) {
        this.clock = clock;
        this.now = new StateChange(PipeState.STARTING, "", clock.now());
    }

    /** Notes a state; one that is the same again keeps its time. */
    synchronized void to(PipeState state, String reason) {
        if (now.state() == state && now.reason().equals(reason)) {
            return;
        }
        past.add(now);
        if (past.size() > MAX_KEPT) {
            past.remove();
        }
        now = new StateChange(state, reason, clock.now());
        notifyAll();
    }

    /** Waits until the pipe has come to an end. */
    synchronized StateChange awaitEnd() throws InterruptedException {
        while (!ENDS.contains(now.state())) {
            wait();
        }
        return now;
    }

    synchronized StateChange now() {
        return now;
    }

    synchronized List<StateChange> past() {
        return List.copyOf(past);
    }
}
