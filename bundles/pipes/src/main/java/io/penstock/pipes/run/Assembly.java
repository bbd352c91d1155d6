package io.penstock.pipes.run;

import io.penstock.core.plugin.PluginKind;
import io.penstock.core.time.Clock;
import io.penstock.pipes.model.PipeDefinition.PortRef;
import io.penstock.pipes.model.Buffering;
import io.penstock.pipes.model.PipeDefinition;
import io.penstock.pipes.state.Checkpoints;
import io.penstock.pipes.state.Ledger;
import io.penstock.pipes.state.Origin;
import io.penstock.pipes.state.PipeStore;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/** Puts the parts of a running pipe together. Used once, by one thread. */
public final class Assembly {
    /** What is read ahead of an output from its disk buffer, at least. */
    private static final long READ_AHEAD_BYTES = 2 << 20;

    private final MadePipe made;
    private final Clock clock;
    private final RandomGenerator random;
    private final PipeStore store;
    private final Calendars calendars;
    private final PipeEvents events;
    private final Checkpoints checkpoints;
    private final Counted counted = new Counted();
    private final Taps taps = new Taps();
    private final Map<String, NodeCounters> counters = new HashMap<>();

    /** @param store what the pipe keeps on disk, opened */
    public Assembly(MadePipe made, PipeStore store, Calendars calendars, Clock clock, RandomGenerator random,
                    PipeEvents events) {
        this.made = made;
        this.store = store;
        this.calendars = calendars;
        this.clock = clock;
        this.random = random;
        this.events = events;
        this.checkpoints = store.checkpoints();
        PipeDefinition pipe = made.definition();
        pipe.inputs().forEach(node -> counters.put(node.id(),
                counted.add(node.id(), PluginKind.INPUT, node.plugin().name(), List.of(), "")));
        pipe.steps().forEach(node -> counters.put(node.id(),
                counted.add(node.id(), PluginKind.TRANSFORM, node.plugin().name(), node.from(), "")));
        made.outputs().forEach(output -> counters.put(output.node().id(), counted.add(output.node().id(),
                PluginKind.OUTPUT, output.node().plugin().name(), output.node().from(), Promise.of(output))));
    }

    /** The pipe, ready to start. */
    public PipeRuntime assemble() {
        return new PipeRuntime(this);
    }

    MadePipe made() {
        return made;
    }

    Counted counted() {
        return counted;
    }

    Taps taps() {
        return taps;
    }

    Shared shared(Runnable pressure, Runnable progress) {
        ByteBudget budget = new ByteBudget(made.definition().delivery().maxInFlight().bytes(), pressure);
        PatientLetters letters = new PatientLetters(store.deadLetters(), made.redaction(), events);
        return new Shared(made.definition().name(), clock, budget, letters, events, progress);
    }

    List<OutputStage> outputs(Shared shared) {
        List<OutputStage> stages = new ArrayList<>();
        try {
            made.outputs().forEach(output -> stages.add(output(output, shared)));
            return stages;
        } catch (RuntimeException e) {
            stages.forEach(OutputStage::abandon);
            throw e;
        }
    }

    private OutputStage output(MadePipe.MadeOutput output, Shared shared) {
        PipeDefinition.OutputNode node = output.node();
        NodeCounters counts = counters.get(node.id());
        if (node.buffer().type() == Buffering.Type.DISK) {
            return onDisk(output, shared, counts);
        }
        Ledger ledger = store.ledger(node.id(), output.guarantee());
        return new MemoryStage(worker(output, ledger, shared, counts), ledger);
    }

    private OutputWorker worker(MadePipe.MadeOutput output, Ledger ledger, Shared shared, NodeCounters counts) {
        PipeDefinition.OutputNode node = output.node();
        Receiver receiver = new Receiver(node.id(), output.output(), output.guarantee(), node.retry(), clock,
                random::nextDouble, counts, events);
        return new OutputWorker(node.id(), receiver, ledger, new OutputQueue(clock), output.limits(), node.onError(), shared,
                counts);
    }

    private OutputStage onDisk(MadePipe.MadeOutput output, Shared shared, NodeCounters counts) {
        PipeDefinition.OutputNode node = output.node();
        Ledger ledger = store.bufferLedger(node.id(), output.guarantee());
        long delivered = ledger.cuts().stream().mapToLong(Origin::to).max().orElse(0);
        DiskBuffer buffer;
        try {
            buffer = new DiskBuffer(store.buffer(node.id()), node.buffer(), delivered);
        } catch (RuntimeException e) {
            ledger.close();
            throw e;
        }
        try {
            OutputQueue[] queue = new OutputQueue[1];
            ByteBudget ahead = new ByteBudget(Math.max(READ_AHEAD_BYTES, 2 * output.limits().maxBytes().bytes()),
                    () -> queue[0].nudge());
            Shared behind = new Shared(shared.pipe(), clock, ahead, shared.deadLetters(), events, shared.progress());
            OutputWorker worker = worker(output, ledger, behind, counts);
            queue[0] = worker.queue();
            return new DiskStage(buffer, new BufferWriter(node.id(), buffer, output.limits(), shared, counts),
                    new BufferReader(node.id(), buffer, worker.queue(), ahead, shared, counts), worker, events);
        } catch (RuntimeException e) {
            ledger.close();
            buffer.close();
            throw e;
        }
    }

    StepGraph graph(List<OutputStage> stages, Shared shared) {
        Map<PortRef, List<Gathering>> takers = new HashMap<>();
        List<OutputInlet> inlets = new ArrayList<>();
        for (int i = 0; i < stages.size(); i++) {
            OutputStage stage = stages.get(i);
            OutputInlet inlet = new OutputInlet(stage.id(), stage.queue(), shared.budget(), stage.counters());
            made.outputs().get(i).node().from().forEach(from -> taker(takers, from, inlet.inlet()));
            inlets.add(inlet);
        }
        List<StepRunner> steps = new ArrayList<>();
        made.steps().forEach(step -> steps.add(step(step, shared)));
        for (int i = 0; i < steps.size(); i++) {
            Gathering inlet = steps.get(i).inlet();
            made.steps().get(i).node().from().forEach(from -> taker(takers, from, inlet));
        }
        steps.forEach(step -> step.connect(ports(step.id(), takers)));
        List<Fanout> starts = made.inputs().stream()
                .map(input -> fanout(takers, new PortRef(input.node().id(), ""))).toList();
        return new StepGraph(starts, steps, inlets, shared.deadLetters(), taps);
    }

    private static void taker(Map<PortRef, List<Gathering>> takers, PortRef from, Gathering inlet) {
        takers.computeIfAbsent(from, key -> new ArrayList<>()).add(inlet);
    }

    private static Fanout fanout(Map<PortRef, List<Gathering>> takers, PortRef from) {
        return new Fanout(takers.getOrDefault(from, List.of()));
    }

    private static Map<String, Fanout> ports(String node, Map<PortRef, List<Gathering>> takers) {
        Map<String, Fanout> ports = new HashMap<>();
        takers.forEach((from, inlets) -> {
            if (from.node().equals(node)) {
                ports.put(from.port(), new Fanout(inlets));
            }
        });
        return ports;
    }

    private StepRunner step(MadePipe.MadeStep step, Shared shared) {
        NodeCounters counts = counters.get(step.node().id());
        return new StepRunner(step.node().id(), step.transform(), step.node().onError(),
                new StepOutlet(step.node().id(), counts, taps), counts, shared.deadLetters());
    }

    Keeper keeper(Shared shared) {
        return new Keeper(shared.pipe(), checkpoints, events);
    }

    List<InputRunner> inputs(PipeThread pipe, Shared shared, Keeper keeper, List<OutputStage> stages,
                             Runnable completed) {
        List<InputRunner> runners = new ArrayList<>();
        for (int i = 0; i < made.inputs().size(); i++) {
            MadePipe.MadeInput input = made.inputs().get(i);
            String id = input.node().id();
            PartitionTracker tracker = new PartitionTracker(id, checkpoints.of(id), keeper::moved);
            InputPort port = new InputPort(id, i, pipe, tracker, cuts(id, stages), counters.get(id), events);
            DueTimes due = input.node().schedule().map(timing -> calendars.dueTimes(timing, clock, random))
                    .orElseGet(() -> DueTimes.once(clock));
            runners.add(new InputRunner(port, input.first(), input.again(), due, shared, random::nextDouble,
                    completed));
        }
        return runners;
    }

    private static Cuts cuts(String input, List<OutputStage> stages) {
        Cuts cuts = new Cuts();
        for (OutputStage stage : stages) {
            for (Origin origin : stage.cuts()) {
                if (origin.input().equals(input)) {
                    cuts.add(origin.partition(), origin.to());
                }
            }
        }
        return cuts;
    }
}
