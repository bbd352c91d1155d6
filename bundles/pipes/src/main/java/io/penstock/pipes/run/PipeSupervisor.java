package io.penstock.pipes.run;

import io.penstock.core.error.ErrorKind;
import io.penstock.core.error.PenstockException;
import io.penstock.core.event.Event;
import io.penstock.core.plugin.Plugin;
import io.penstock.core.time.Clock;
import io.penstock.pipes.api.PipeState;
import io.penstock.pipes.api.PipeStatus;
import io.penstock.pipes.api.StateChange;
import io.penstock.pipes.model.PipeDefinition;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps one pipe as it is wanted: starts, edits, pauses and stops it, waits for plugins, tries again. Thread-safe: all
 * that changes a pipe happens on one thread of its own, one thing after the other.
 */
public final class PipeSupervisor {
    private static final Logger LOG = LoggerFactory.getLogger("io.penstock.pipes");
    private static final Duration RETRY = Duration.ofSeconds(5);
    private static final String STUCK = "pipes.stuck: a node did not stop within " + PipeRun.CLOSE_DEADLINE.toSeconds()
            + " s; its pipe starts again when it has";
    private static final String WITHHELD = "paused by the server";
    private static final Duration LOOK_AGAIN = Duration.ofMillis(500);

    private final String name;
    private final RuntimeEnvironment environment;
    private final PipeHistory history;
    private final PauseMark pauses;
    private final ControlThread control;
    private final CurrentRun run;
    private volatile Optional<String> problem = Optional.empty();
    private volatile PipeDefinition wanted;
    private volatile String source;
    private boolean held;
    private boolean withheld;
    private int madeOf;

    /** Nothing runs yet: see {@link #apply}. */
    public PipeSupervisor(PipeDefinition first, String source, RuntimeEnvironment environment) {
        this.name = first.name();
        this.wanted = first;
        this.source = source;
        this.environment = environment;
        this.history = new PipeHistory(environment.clock());
        this.pauses = new PauseMark(environment.folder(name));
        this.held = pauses.isHeld();
        this.control = new ControlThread(name);
        this.run = new CurrentRun(name);
    }

    /** The pipe's name. */
    public String name() {
        return name;
    }

    /** Does nothing before something else is over, well or badly. */
    public void after(Future<?> other) {
        control.change(() -> {
            try {
                return other.get();
            } catch (ExecutionException e) {
                return null;
            }
        });
    }

    /**
     * Wants the pipe to be like this. The new one is made before the old one is drained; when it cannot be made, the old
     * one goes on and the status says why. One that runs equally is left alone.
     */
    public Future<?> apply(PipeDefinition definition, String from) {
        return control.change(() -> {
            source = from;
            boolean same = run.runs(definition);
            wanted = definition;
            problem = Optional.empty();
            if (idle()) {
                history.to(PipeState.PAUSED, why());
            } else if (!same) {
                rebuild();
            }
            return null;
        });
    }

    /** Notes that the newest edit is no good; what runs, runs on. */
    public void refused(String reason) {
        problem = Optional.of(reason);
    }

    /** Something has changed about plugins: looks whether the pipe can start, or has to be made of newer ones. */
    public Future<?> pluginsChanged() {
        return control.change(() -> {
            PipeState state = history.now().state();
            boolean idle = idle() || run.isStuck() || state == PipeState.COMPLETED;
            boolean lost = state == PipeState.FAILED && madeOf == identity();
            if (!idle && !lost && (!run.runs(wanted) || madeOf != identity())) {
                rebuild();
            }
            return null;
        });
    }

    /** Tells whether plugins are the same, without holding on to any. */
    private int identity() {
        return NodeMaker.uses(wanted).stream().mapToInt(use -> environment.plugins().find(use.kind(), use.name())
                .map(System::identityHashCode).orElse(0)).reduce(1, (all, one) -> 31 * all + one);
    }

    /** A plugin goes: when this has returned, nothing here refers to it any more. */
    public Future<?> pluginGoing(Plugin<?> plugin) {
        return control.change(() -> {
            if (run.uses(plugin)) {
                stopRun(environment.drainDeadline());
                begin();
            }
            return null;
        });
    }

    private void rebuild() throws InterruptedException {
        if (!runs()) {
            begin();
            return;
        }
        MadePipe made;
        try {
            madeOf = identity();
            made = environment.maker(name).make(wanted);
        } catch (PenstockException e) {
            problem = Optional.of(describe(e));
            return;
        }
        problem = Optional.empty();
        stopRun(environment.drainDeadline());
        if (run.isStuck()) {
            made.close();
        } else {
            start(made);
        }
    }

    /** Starts what it was made with. */
    public void start() {
        apply(wanted, source);
    }

    /** Waits until the pipe is complete, has failed or was stopped. */
    public StateChange awaitEnd() throws InterruptedException {
        return history.awaitEnd();
    }

    private void begin() {
        if (run.isStuck()) {
            return;
        }
        List<NodeMaker.Use> missing = NodeMaker.missing(wanted, environment.plugins());
        if (!missing.isEmpty()) {
            history.to(PipeState.WAITING, String.join(", ", missing.stream().map(environment::missing).toList()));
            return;
        }
        madeOf = identity();
        history.to(PipeState.STARTING, "");
        try {
            start(environment.maker(name).make(wanted));
        } catch (PenstockException e) {
            startFailed(e);
        }
    }

    private void start(MadePipe made) {
        history.to(PipeState.STARTING, "");
        try {
            run.start(made, environment, history, this::over);
        } catch (PenstockException e) {
            made.close();
            startFailed(e);
        } catch (RuntimeException | LinkageError e) {
            made.close();
            history.to(PipeState.FAILED, PenstockException.describe(e));
        }
    }

    private void startFailed(PenstockException failure) {
        if (failure.kind() == ErrorKind.NOT_FOUND) {
            history.to(PipeState.WAITING, failure.getMessage());
        } else if (failure.kind() == ErrorKind.RETRY || failure.kind() == ErrorKind.CONFLICT) {
            history.to(PipeState.DEGRADED, describe(failure));
            environment.timer().schedule(this::pluginsChanged, RETRY.toMillis(), TimeUnit.MILLISECONDS);
        } else {
            history.to(PipeState.FAILED, describe(failure));
        }
    }

    private static String describe(PenstockException failure) {
        return failure.code() + ": " + failure.getMessage();
    }

    /** A run has failed or completed. */
    private void over(PipeRun ended, PipeState state) {
        control.change(() -> {
            finish(ended, state);
            return null;
        });
    }

    private void finish(PipeRun ended, PipeState state) {
        if (!run.is(ended)) {
            return;
        }
        try {
            stopRun(Duration.ZERO);
            history.to(state, ended.lastWords());
            if (state == PipeState.FAILED) {
                LOG.error("Pipe {} has failed: {}", name, ended.lastWords());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void stopRun(Duration drain) throws InterruptedException {
        if (!run.stop(drain)) {
            history.to(PipeState.FAILED, STUCK);
            LOG.error("Pipe {}: {}", name, STUCK);
            lookAgain();
        }
    }

    /** Nothing may use the pipe's folder as long as a thread of the old run does. */
    private void lookAgain() {
        environment.timer().schedule(() -> control.change(() -> {
            if (!run.letGo()) {
                lookAgain();
            } else if (!idle() && !runs()) {
                begin();
            }
            return null;
        }), LOOK_AGAIN.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Drains and stops it until {@link #resume}, also through restarts of the runtime. */
    public Future<?> pause() {
        return control.change(() -> {
            held = true;
            pauses.hold();
            stopRun(environment.drainDeadline());
            history.to(PipeState.PAUSED, why());
            return null;
        });
    }

    private boolean idle() {
        return held || withheld;
    }

    private String why() {
        return withheld ? WITHHELD : "";
    }

    /** Keeps it from running, or lets it run again, for whoever delivers it; a person's pause is another thing. */
    public Future<?> withhold(boolean now) {
        return control.change(() -> {
            if (now == withheld) {
                return null;
            }
            withheld = now;
            if (withheld) {
                stopRun(environment.drainDeadline());
                history.to(PipeState.PAUSED, why());
            } else if (held) {
                history.to(PipeState.PAUSED, "");
            } else if (!runs()) {
                begin();
            }
            return null;
        });
    }

    /** Starts it where it is not running. */
    public Future<?> resume() {
        return control.change(() -> {
            held = false;
            pauses.lift();
            if (!runs() && !idle()) {
                begin();
            }
            return null;
        });
    }

    /** Drains it and starts it again. */
    public Future<?> restart() {
        return control.change(() -> {
            held = false;
            pauses.lift();
            stopRun(environment.drainDeadline());
            if (idle()) {
                history.to(PipeState.PAUSED, why());
            } else {
                begin();
            }
            return null;
        });
    }

    /**
     * Drains and stops it for good; the supervisor is of no use afterwards. Over when nothing uses the pipe's folder any
     * more, which a stuck node may put off long after the pipe is STOPPED.
     */
    public Future<?> stop(Duration drain) {
        return control.end(() -> {
            stopRun(drain);
            history.to(PipeState.STOPPED, "");
            while (!run.letGo()) {
                Waiting.pause(Clock.system(), LOOK_AGAIN);
            }
            return null;
        });
    }

    /** Shows a viewer what passes a node of the present run. */
    public AutoCloseable tap(String node, Consumer<List<Event>> viewer) {
        return run.tap(node, viewer);
    }

    /** Whether it is made and started, well or not. */
    public boolean runs() {
        return run.get().isPresent();
    }

    /** The run there is now. */
    Optional<PipeRun> run() {
        return run.get();
    }

    /** Runs something on the pipe's control thread, between changes. */
    <T> Future<T> control(Callable<T> task) {
        return control.run(task);
    }

    RuntimeEnvironment environment() {
        return environment;
    }

    PipeDefinition wanted() {
        return wanted;
    }

    /** The pipe as it is now. */
    public PipeStatus status() {
        return run.status(wanted, source, history, problem);
    }
}
