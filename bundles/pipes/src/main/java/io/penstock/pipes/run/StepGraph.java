package io.penstock.pipes.run;

import io.penstock.core.batch.Fate;
import io.penstock.pipes.state.DeadLetterSink;
import io.penstock.pipes.state.Origin;
import io.penstock.core.event.Event;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;

/**
 * The steps and the outputs' inlets of one pipe, in an order in which everything stands behind what it takes from. A
 * batch goes through in one sweep. Pipe thread only.
 */
final class StepGraph {
    private final List<Fanout> inputs;
    private final List<StepRunner> steps;
    private final List<OutputInlet> outputs;
    private final DeadLetterSink deadLetters;
    private final Taps taps;
    private final ArrayDeque<Unit> merged = new ArrayDeque<>();
    private Optional<Instant> wakeAt;

    StepGraph(List<Fanout> inputs, List<StepRunner> steps, List<OutputInlet> outputs, DeadLetterSink deadLetters,
              Taps taps) {
        this.inputs = inputs;
        this.steps = steps;
        this.outputs = outputs;
        this.deadLetters = deadLetters;
        this.taps = taps;
        this.wakeAt = earliest();
    }

    void seen(String input, List<Event> events) {
        taps.seen(input, events);
    }

    Fanout inputs(int index) {
        return inputs.get(index);
    }

    /** Takes a batch through; the unit's share and bytes are left to the caller. */
    void run(Unit unit) {
        sweep(unit);
        runMerged();
        deadLetters.sync();
        wakeAt = earliest();
    }

    private void sweep(Unit unit) {
        unit.start().pass(unit.events());
        for (StepRunner step : steps) {
            step.run(unit.claim());
            step.merged().ifPresent(merged::add);
        }
        for (OutputInlet output : outputs) {
            taps.seen(output.id(), output.inlet());
            output.flush(unit);
        }
    }

    private void runMerged() {
        for (Unit next = merged.poll(); next != null; next = merged.poll()) {
            sweep(next);
            deadLetters.sync();
            next.claim().ifPresent(claim -> claim.release(Fate.DONE));
        }
    }

    /** Wakes the steps whose time has come. */
    void wake(Instant now) {
        for (StepRunner step : steps) {
            if (step.wakeAt().isPresent() && !step.wakeAt().get().isAfter(now)) {
                step.wake(now);
                sweepUnasked(step);
            }
        }
        deadLetters.sync();
        wakeAt = earliest();
    }

    /** No event will come any more: every step gives what it holds, those behind it take that first. */
    void finish() {
        for (StepRunner step : steps) {
            step.finish();
            sweepUnasked(step);
        }
        deadLetters.sync();
        wakeAt = Optional.empty();
    }

    /** What a step emitted of itself lies in the inlets behind it, or stands for held events. */
    private void sweepUnasked(StepRunner step) {
        step.merged().ifPresent(merged::add);
        sweep(new Unit(Optional.empty(), Fanout.NOWHERE, List.of(), 0));
        runMerged();
    }

    Optional<Instant> wakeAt() {
        return wakeAt;
    }

    /** The way into a step or output, for events that were there before. */
    Optional<Fanout> wayInto(String node) {
        for (StepRunner step : steps) {
            if (step.id().equals(node)) {
                return Optional.of(new Fanout(List.of(step.inlet())));
            }
        }
        for (OutputInlet output : outputs) {
            if (output.id().equals(node)) {
                return Optional.of(new Fanout(List.of(output.inlet())));
            }
        }
        return Optional.empty();
    }

    private Optional<Instant> earliest() {
        Optional<Instant> first = Optional.empty();
        for (StepRunner step : steps) {
            Optional<Instant> at = step.wakeAt();
            if (at.isPresent() && (first.isEmpty() || at.get().isBefore(first.get()))) {
                first = at;
            }
        }
        return first;
    }

    void forget(Origin.Source source) {
        for (OutputInlet output : outputs) {
            output.queue().forget(source);
        }
    }
}
