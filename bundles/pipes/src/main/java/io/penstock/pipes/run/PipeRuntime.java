package io.penstock.pipes.run;

import io.penstock.core.event.Event;
import io.penstock.core.time.Clock;
import io.penstock.pipes.api.DeadLetter;
import io.penstock.pipes.api.NodeStatus;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * One run of a pipe, from its checkpoints on: started once, closed once. Thread-safe, but for start, drain and close,
 * which whoever runs it calls in order.
 */
public final class PipeRuntime {
    private static final Duration LOOK = Duration.ofMillis(1);

    private final MadePipe made;
    private final Shared shared;
    private final PipeThread pipeThread;
    private final StepGraph graph;
    private final List<InputRunner> inputs;
    private final List<OutputStage> outputs;
    private final Keeper keeper;
    private final Counted counted;
    private final Taps taps;
    private final AtomicInteger openInputs;
    private final Object rest = new Object();
    private volatile boolean finished;
    private volatile boolean told;

    PipeRuntime(Assembly assembly) {
        this.made = assembly.made();
        this.shared = assembly.shared(this::pressed, this::progress);
        this.counted = assembly.counted();
        this.taps = assembly.taps();
        this.outputs = assembly.outputs(shared);
        this.graph = assembly.graph(outputs, shared);
        this.pipeThread = new PipeThread(shared.pipe(), shared.clock(), shared.budget(), graph, shared.events());
        this.keeper = assembly.keeper(shared);
        this.inputs = assembly.inputs(pipeThread, shared, keeper, outputs, this::inputCompleted);
        this.openInputs = new AtomicInteger(inputs.size());
        keeper.watch(inputs, outputs);
    }

    /** Starts all threads. */
    public void start() {
        keeper.start();
        outputs.forEach(OutputStage::start);
        pipeThread.start();
        inputs.forEach(InputRunner::start);
    }

    /** An input waits for room: outputs close their batches. */
    private void pressed() {
        outputs.forEach(stage -> stage.queue().nudge());
    }

    private void inputCompleted() {
        if (openInputs.decrementAndGet() == 0) {
            pipeThread.execute(() -> {
                graph.finish();
                outputs.forEach(OutputStage::end);
                finished = true;
                progress();
            });
        }
    }

    private void progress() {
        synchronized (rest) {
            rest.notifyAll();
            if (!finished || told || !outputsIdle()) {
                return;
            }
            told = true;
        }
        shared.events().completed();
    }

    private boolean outputsIdle() {
        return outputs.stream().allMatch(OutputStage::idle);
    }

    /** Stops the inputs and waits until everything on its way is delivered, or the deadline has passed. */
    public boolean drain(Duration deadline) throws InterruptedException {
        Clock clock = Clock.system();
        long end = clock.nanoTime() + deadline.toNanos();
        inputs.forEach(InputRunner::close);
        for (InputRunner input : inputs) {
            input.join(Duration.ofNanos(Math.max(1, end - clock.nanoTime())));
        }
        outputs.forEach(OutputStage::hurry);
        synchronized (rest) {
            while (!(pipeThread.idle() && outputs.stream().allMatch(OutputStage::safe))) {
                long left = end - clock.nanoTime();
                if (left <= 0) {
                    return false;
                }
                rest.wait(Math.min(5, left / 1_000_000 + 1));
            }
        }
        return true;
    }

    /**
     * Ends everything within about the deadline: what is still on its way is abandoned. Checkpoints are saved.
     *
     * @return whether every thread has ended
     */
    public boolean close(Duration deadline) throws InterruptedException {
        long end = Clock.system().nanoTime() + deadline.toNanos();
        Duration share = deadline.dividedBy(4);
        inputs.forEach(InputRunner::close);
        boolean ended = true;
        for (InputRunner input : inputs) {
            ended &= input.join(share);
        }
        ended &= pipeThread.close(share);
        for (OutputStage output : outputs) {
            output.interrupt();
        }
        for (OutputStage output : outputs) {
            // A receiver may be slow to finish, as disks are: it has all the time the others have left.
            ended &= output.close(Duration.ofNanos(Math.max(share.toNanos(), end - Clock.system().nanoTime())));
        }
        inputs.forEach(input -> input.tracker().abandon());
        closeSteps();
        keeper.close(share);
        return ended;
    }

    /** Whether what had not ended in {@link #close} has done so since. */
    public boolean ended() throws InterruptedException {
        boolean ended = pipeThread.close(LOOK);
        for (InputRunner input : inputs) {
            ended &= input.join(LOOK);
        }
        for (OutputStage output : outputs) {
            ended &= output.close(LOOK);
        }
        return ended;
    }

    private void closeSteps() {
        for (MadePipe.MadeStep step : made.steps()) {
            Ending.close(step.node().id(), step.transform()::close, shared.events());
        }
    }

    /**
     * Sends a dead letter into its node again.
     *
     * @param settled called once when it is delivered, or was set aside again
     * @return false when there is no such node any more
     */
    public boolean replay(DeadLetter letter, Runnable settled) throws InterruptedException {
        Optional<Fanout> node = graph.wayInto(letter.node());
        if (node.isPresent()) {
            pipeThread.offer(node.get(), letter.event(), new ReplayClaim(settled));
        }
        return node.isPresent();
    }

    /** What every node has counted in this run. */
    public List<NodeStatus> report() {
        return counted.report();
    }

    /** Bytes of events in memory now. */
    public long memoryBytes() {
        return shared.budget().used();
    }

    /** Shows a viewer what passes a node, until the result is run. */
    public Runnable tap(String node, Consumer<List<Event>> viewer) {
        return taps.open(node, viewer);
    }
}
