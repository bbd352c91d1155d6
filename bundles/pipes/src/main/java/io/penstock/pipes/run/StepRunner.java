package io.penstock.pipes.run;

import io.penstock.core.error.PenstockException;
import io.penstock.core.event.Event;
import io.penstock.core.plugin.Transform;
import io.penstock.pipes.model.OnError;
import io.penstock.pipes.state.DeadLetterSink;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Runs one step over batches and decides what becomes of events it cannot handle. Pipe thread only. */
final class StepRunner {
    private final String id;
    private final Transform transform;
    private final OnError onError;
    private final Gathering inlet = new Gathering();
    private final StepOutlet outlet;
    private final NodeCounters counters;
    private final DeadLetterSink deadLetters;
    private Optional<Instant> wakeAt = Optional.empty();

    StepRunner(String id, Transform transform, OnError onError, StepOutlet outlet, NodeCounters counters,
               DeadLetterSink deadLetters) {
        this.id = id;
        this.transform = transform;
        this.onError = onError;
        this.outlet = outlet;
        this.counters = counters;
        this.deadLetters = deadLetters;
        this.wakeAt = transform.wakeAt();
    }

    /** Says who takes what comes out of its ports; to be called once, before anything else. */
    void connect(Map<String, Fanout> ports) {
        outlet.connect(ports);
    }

    String id() {
        return id;
    }

    Gathering inlet() {
        return inlet;
    }

    Optional<Instant> wakeAt() {
        return wakeAt;
    }

    /** Takes what was gathered, if anything. */
    void run(Optional<Claim> claim) {
        if (inlet.isEmpty()) {
            return;
        }
        List<Event> events = inlet.take();
        counters.in.add(events.size());
        outlet.start(claim);
        for (int i = 0, n = events.size(); i < n; i++) {
            apply(events.get(i));
        }
        outlet.flush();
        wakeAt = transform.wakeAt();
    }

    private void apply(Event event) {
        outlet.begin();
        try {
            transform.apply(event, outlet);
        } catch (RuntimeException | StackOverflowError | LinkageError e) {
            outlet.rollback();
            handle(event, e);
            return;
        }
        outlet.commit();
    }

    private void handle(Event event, Throwable failure) {
        counters.errors.increment();
        String reason = PenstockException.describe(failure);
        switch (onError) {
            case DLQ -> {
                deadLetters.add(id, reason, event);
                counters.deadLettered.increment();
            }
            case DROP -> counters.drop("error", 1);
            case PASS -> outlet.passOn(event);
            case FAIL -> throw new NodeFailure(id, reason);
        }
    }

    /** The time the step asked for has come. */
    void wake(Instant now) {
        unasked(() -> transform.wake(now, outlet));
    }

    /** No event will come any more. */
    void finish() {
        unasked(() -> transform.finish(outlet));
    }

    private void unasked(Runnable call) {
        outlet.start(Optional.empty());
        try {
            call.run();
        } catch (RuntimeException | StackOverflowError | LinkageError e) {
            throw new NodeFailure(id, PenstockException.describe(e));
        }
        outlet.commitUnasked();
        outlet.flush();
        wakeAt = transform.wakeAt();
    }

    /** Events that stand for held ones. */
    Optional<Unit> merged() {
        return outlet.merged();
    }

    void close() {
        transform.close();
    }
}
