package io.penstock.pipes.check;

import io.penstock.core.error.PenstockException;
import io.penstock.core.event.Event;
import io.penstock.core.plugin.Transform;
import io.penstock.core.time.Clock;
import io.penstock.pipes.model.OnError;
import io.penstock.pipes.model.PipeDefinition;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;

/** One step, and what becomes of events it cannot handle. One thread. */
final class RehearsedStep {
    private static final int MAX_FAILURES = 100;

    private final PipeDefinition.StepNode node;
    private final Transform transform;
    private final Observer observer;
    private final List<String> failures = new ArrayList<>();

    RehearsedStep(PipeDefinition.StepNode node, Transform transform, Observer observer) {
        this.node = node;
        this.transform = transform;
        this.observer = observer;
    }

    String id() {
        return node.id();
    }

    Optional<Instant> wakeAt() {
        return transform.wakeAt();
    }

    List<String> failures() {
        return failures;
    }

    /** Hands on what the step emits, once it is done with the event. */
    void apply(Event event, BiConsumer<String, Event> on) {
        RehearsedOutlet outlet = new RehearsedOutlet();
        long begun = Clock.system().nanoTime();
        try {
            transform.apply(event, outlet);
        } catch (RuntimeException | StackOverflowError | LinkageError e) {
            failed(event, PenstockException.describe(e), Clock.system().nanoTime() - begun, on);
            return;
        }
        tell(Optional.of(event), outlet, Clock.system().nanoTime() - begun, on);
    }

    private void failed(Event event, String why, long nanos, BiConsumer<String, Event> on) {
        if (node.onError() == OnError.FAIL) {
            throw PenstockException.invalid("test.step-failed", "the step \"" + node.id() + "\" fails the pipe: " + why);
        }
        if (failures.size() < MAX_FAILURES) {
            failures.add(node.id() + ": " + why);
        }
        boolean passed = node.onError() == OnError.PASS;
        List<Observer.Emission> out = passed ? List.of(new Observer.Emission("", event)) : List.of();
        String fate = passed ? "passed on" : node.onError() == OnError.DLQ ? "dead letter" : "dropped";
        observer.saw(node.id(), node.plugin().name(), Optional.of(event), out, "failed, " + fate + ": " + why, nanos);
        out.forEach(emission -> on.accept(emission.port(), emission.event()));
    }

    void wake(Instant now, BiConsumer<String, Event> on) {
        unasked(outlet -> transform.wake(now, outlet), on);
    }

    void finish(BiConsumer<String, Event> on) {
        unasked(transform::finish, on);
    }

    private void unasked(java.util.function.Consumer<RehearsedOutlet> call, BiConsumer<String, Event> on) {
        RehearsedOutlet outlet = new RehearsedOutlet();
        long begun = Clock.system().nanoTime();
        call.accept(outlet);
        if (!outlet.emitted().isEmpty()) {
            tell(Optional.empty(), outlet, Clock.system().nanoTime() - begun, on);
        }
    }

    private void tell(Optional<Event> in, RehearsedOutlet outlet, long nanos, BiConsumer<String, Event> on) {
        observer.saw(node.id(), node.plugin().name(), in, outlet.emitted(), outlet.outcome(), nanos);
        outlet.emitted().forEach(emission -> on.accept(emission.port(), emission.event()));
    }

    void close() {
        transform.close();
    }
}
