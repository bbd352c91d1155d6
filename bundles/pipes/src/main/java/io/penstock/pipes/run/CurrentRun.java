package io.penstock.pipes.run;

import io.penstock.core.error.ErrorKind;
import io.penstock.core.error.PenstockException;
import io.penstock.core.event.Event;
import io.penstock.core.plugin.Plugin;
import io.penstock.pipes.api.NodeStatus;
import io.penstock.pipes.api.PipeState;
import io.penstock.pipes.api.PipeStatus;
import io.penstock.pipes.model.PipeDefinition;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * The run a pipe has now, if any, and what the one before left: its last numbers, or threads that would not end. Changed on
 * the pipe's control thread alone; looked at from any.
 */
final class CurrentRun {
    private final String pipe;
    private volatile Optional<PipeRun> run = Optional.empty();
    private volatile String promise = "";
    private volatile List<NodeStatus> lastReport = List.of();
    private volatile long lastLetters;
    private Optional<PipeRun> stuck = Optional.empty();

    CurrentRun(String pipe) {
        this.pipe = pipe;
    }

    Optional<PipeRun> get() {
        return run;
    }

    boolean is(PipeRun other) {
        return run.filter(now -> now == other).isPresent();
    }

    /** Whether it runs just this. */
    boolean runs(PipeDefinition definition) {
        return run.filter(now -> now.made().definition().fingerprint().equals(definition.fingerprint())).isPresent();
    }

    boolean uses(Plugin<?> plugin) {
        return run.filter(now -> now.uses(plugin)).isPresent();
    }

    /** Starts one where there is none. When this fails, {@code made} is the caller's to close. */
    void start(MadePipe made, RuntimeEnvironment environment, PipeHistory history,
               BiConsumer<PipeRun, PipeState> over) {
        promise = Promise.of(made);
        PipeRun next = new PipeRun(made, environment, history, over);
        run = Optional.of(next);
        next.start();
    }

    /**
     * Drains and ends the run, if there is one.
     *
     * @return false when it is stuck now: until it has {@linkplain #letGo let go}, nothing else may use the pipe's folder
     */
    boolean stop(Duration drain) throws InterruptedException {
        if (run.isEmpty()) {
            return true;
        }
        PipeRun old = run.get();
        try {
            stuck = old.stop(drain) ? Optional.empty() : Optional.of(old);
        } finally {
            lastReport = old.runtime().report();
            lastLetters = old.folder().deadLetters().held();
            run = Optional.empty();
        }
        return stuck.isEmpty();
    }

    /** Whether threads of a run that is over were alive when last looked at. */
    boolean isStuck() {
        return stuck.isPresent();
    }

    /** Looks again; true when no thread of an old run is alive any more. */
    boolean letGo() throws InterruptedException {
        if (stuck.isPresent() && stuck.get().runtime().ended()) {
            stuck = Optional.empty();
        }
        return stuck.isEmpty();
    }

    AutoCloseable tap(String node, Consumer<List<Event>> viewer) {
        PipeRun running = run.orElseThrow(() -> new PenstockException(ErrorKind.CONFLICT, "pipes.not-running",
                "pipe \"" + pipe + "\" does not run"));
        if (running.runtime().report().stream().noneMatch(status -> status.id().equals(node))) {
            throw new PenstockException(ErrorKind.NOT_FOUND, "pipes.unknown",
                    "pipe \"" + pipe + "\" has no node \"" + node + "\"");
        }
        return running.runtime().tap(node, viewer)::run;
    }

    PipeStatus status(PipeDefinition wanted, String source, PipeHistory history, Optional<String> problem) {
        Optional<PipeRun> now = run;
        PipeDefinition shown = now.map(running -> running.made().definition()).orElse(wanted);
        return new PipeStatus(pipe, shown.description(), shown.labels(), source, history.now(), history.past(), problem,
                promise, now.map(running -> running.runtime().report()).orElse(lastReport),
                now.map(running -> running.runtime().memoryBytes()).orElse(0L),
                now.map(running -> running.folder().deadLetters().held()).orElse(lastLetters),
                now.map(running -> running.folder().deadLetters().lost()).orElse(0L),
                now.map(running -> running.made().definition().fingerprint()), Optional.of(wanted.fingerprint()));
    }
}
