package io.penstock.pipes.check;

import io.penstock.core.error.PenstockException;
import io.penstock.core.event.Event;
import io.penstock.core.time.Clock;
import io.penstock.core.time.ManualClock;
import io.penstock.pipes.api.TraceStep;
import io.penstock.pipes.lang.Catalog;
import io.penstock.pipes.model.PipeDefinition;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Shows what every step makes of every event. Immutable. */
public final class Tracer {
    private final PipeDefinition pipe;
    private final Catalog catalog;

    /** Of this pipe. */
    public Tracer(PipeDefinition pipe, Catalog catalog) {
        this.pipe = pipe;
        this.catalog = catalog;
    }

    /**
     * Sends events in through an input, one by one, then lets every step give what it holds.
     *
     * @param input the input's id; where the pipe has one only it may be empty
     * @param events texts (into {@code _raw}) or maps of fields
     * @throws PenstockException INVALID when there is no such input, or a step cannot be made
     */
    public void trace(Optional<String> input, Iterable<?> events, Consumer<TraceStep> to) {
        String from = input.orElseGet(this::onlyInput);
        if (pipe.inputs().stream().noneMatch(node -> node.id().equals(from))) {
            throw PenstockException.invalid("trace.input", "the pipe has no input \"" + from + "\"");
        }
        Observer observer = (step, plugin, in, out, outcome, nanos) -> to.accept(new TraceStep(step, plugin, in,
                out.stream().map(emission -> new TraceStep.Emission(emission.port(), emission.event())).toList(),
                outcome, nanos));
        ManualClock clock = new ManualClock(Clock.system().now());
        try (Rehearsal rehearsal = new Rehearsal(pipe, catalog, clock, observer)) {
            for (Object written : events) {
                Event event = TestEvents.of(written, Clock.system().now());
                to.accept(new TraceStep(from, plugin(from), Optional.empty(), List.of(new TraceStep.Emission("", event)),
                        "read", 0));
                rehearsal.feed(from, event);
            }
            rehearsal.finish();
        }
    }

    private String onlyInput() {
        if (pipe.inputs().size() != 1) {
            throw PenstockException.invalid("trace.input", "the pipe has several inputs: say which one, "
                    + pipe.inputs().stream().map(PipeDefinition.InputNode::id).toList());
        }
        return pipe.inputs().get(0).id();
    }

    private String plugin(String input) {
        return pipe.inputs().stream().filter(node -> node.id().equals(input)).map(node -> node.plugin().name())
                .findFirst().orElse("");
    }
}
