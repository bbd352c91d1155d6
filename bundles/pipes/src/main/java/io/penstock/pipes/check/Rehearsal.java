package io.penstock.pipes.check;

import io.penstock.core.error.PenstockException;
import io.penstock.core.event.Event;
import io.penstock.core.options.Options;
import io.penstock.core.plugin.PluginKind;
import io.penstock.core.plugin.Transform;
import io.penstock.core.plugin.TransformPlugin;
import io.penstock.core.time.ManualClock;
import io.penstock.pipes.lang.Catalog;
import io.penstock.pipes.model.PipeDefinition;
import io.penstock.pipes.model.PipeDefinition.PortRef;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The steps of one pipe, run event by event in the caller's thread on a clock that stands still until told to leap. What
 * reaches the outputs is kept. One thread.
 */
final class Rehearsal implements AutoCloseable {
    private static final int MAX_WAKES = 100_000;
    /** What one event may become: stops steps that multiply without end. */
    private static final int MAX_MOVES = 1_000_000;

    private final ManualClock clock;
    private final RehearsalContext context;
    private final Map<String, RehearsedStep> steps = new LinkedHashMap<>();
    private final Map<String, List<Event>> outputs = new LinkedHashMap<>();
    private final Map<String, List<String>> consumers = new LinkedHashMap<>();
    private final Map<String, Long> seen = new LinkedHashMap<>();
    private final Deque<Move> moves = new ArrayDeque<>();
    private int moved;

    /** An event on its way to a node. */
    private record Move(String node, Event event) {
    }

    /** @throws PenstockException INVALID when a plugin is missing or a step cannot be made */
    Rehearsal(PipeDefinition pipe, Catalog catalog, ManualClock clock, Observer observer) {
        this.clock = clock;
        this.context = new RehearsalContext(pipe.name(), clock);
        pipe.inputs().forEach(input -> seen.put(input.id(), 0L));
        try {
            for (PipeDefinition.StepNode step : pipe.steps()) {
                connect(step.id(), step.from());
                steps.put(step.id(), new RehearsedStep(step, transform(step, catalog), observer));
            }
        } catch (RuntimeException e) {
            close();
            throw e;
        }
        pipe.outputs().forEach(output -> {
            connect(output.id(), output.from());
            outputs.put(output.id(), new ArrayList<>());
        });
    }

    private void connect(String node, List<PortRef> from) {
        seen.put(node, 0L);
        from.forEach(ref -> consumers.computeIfAbsent(ref.toString(), key -> new ArrayList<>()).add(node));
    }

    private Transform transform(PipeDefinition.StepNode step, Catalog catalog) {
        String name = step.plugin().name();
        Catalog.Known known = catalog.find(PluginKind.TRANSFORM, name).orElseThrow(() ->
                PenstockException.invalid("plugin.missing", "the step \"" + step.id() + "\" needs the plugin \"" + name + "\""));
        return made((TransformPlugin<?>) known.plugin(), step);
    }

    private <O> Transform made(TransformPlugin<O> plugin, PipeDefinition.StepNode step) {
        O options = Options.of(plugin.options()).bind(step.plugin().options()).orThrow("the step \"" + step.id() + "\"");
        return plugin.create(options, context.of(step.id()));
    }

    /** Sends an event in through an input, and everything that comes of it through the steps. */
    void feed(String input, Event event) {
        count(input);
        pass(input, "", event);
        run();
    }

    private void pass(String node, String port, Event event) {
        String from = port.isEmpty() ? node : node + "." + port;
        for (String consumer : consumers.getOrDefault(from, List.of())) {
            moves.add(new Move(consumer, event));
        }
    }

    private void run() {
        for (Move move = moves.poll(); move != null; move = moves.poll()) {
            if (++moved > MAX_MOVES) {
                throw PenstockException.invalid("test.runaway", "more than " + MAX_MOVES + " events in one test");
            }
            count(move.node());
            deliver(move.node(), move.event());
        }
    }

    private void deliver(String node, Event event) {
        RehearsedStep step = steps.get(node);
        if (step == null) {
            outputs.get(node).add(event);
        } else {
            step.apply(event, (port, emitted) -> pass(node, port, emitted));
        }
    }

    private void count(String node) {
        seen.merge(node, 1L, Long::sum);
    }

    /** Lets time go by, waking steps on the way as they asked. */
    void advance(Duration by) {
        Instant end = clock.now().plus(by);
        for (int i = 0; i < MAX_WAKES; i++) {
            Optional<RehearsedStep> next = steps.values().stream().filter(step -> step.wakeAt().isPresent()
                    && !step.wakeAt().get().isAfter(end)).min((a, b) -> a.wakeAt().get().compareTo(b.wakeAt().get()));
            if (next.isEmpty()) {
                leapTo(end);
                return;
            }
            leapTo(next.get().wakeAt().get());
            wake(next.get());
        }
        throw PenstockException.invalid("test.runaway", "steps were woken more than " + MAX_WAKES + " times");
    }

    private void wake(RehearsedStep step) {
        step.wake(clock.now(), (port, event) -> pass(step.id(), port, event));
        run();
    }

    private void leapTo(Instant at) {
        if (at.isAfter(clock.now())) {
            clock.advance(Duration.between(clock.now(), at));
        }
    }

    /** No event will come any more: every step gives what it holds, in order. */
    void finish() {
        for (RehearsedStep step : steps.values()) {
            step.finish((port, event) -> pass(step.id(), port, event));
            run();
        }
    }

    /** What an output got, in order. */
    List<Event> got(String output) {
        return outputs.getOrDefault(output, List.of());
    }

    /** How many events each node saw. */
    Map<String, Long> seen() {
        return seen;
    }

    /** What steps could not handle, in words. */
    List<String> failures() {
        return steps.values().stream().flatMap(step -> step.failures().stream()).toList();
    }

    @Override
    public void close() {
        steps.values().forEach(RehearsedStep::close);
        context.close();
    }
}
