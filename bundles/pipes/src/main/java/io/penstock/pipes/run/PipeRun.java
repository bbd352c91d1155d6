package io.penstock.pipes.run;

import io.penstock.core.plugin.Plugin;
import io.penstock.core.time.Clock;
import io.penstock.pipes.api.DeadLetter;
import io.penstock.pipes.api.PipeState;
import io.penstock.pipes.state.PipeFolder;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One run of a pipe with everything it holds open. Made, started and ended by its supervisor's thread; what it reports
 * comes from any.
 */
final class PipeRun implements PipeEvents {
    private static final Logger LOG = LoggerFactory.getLogger("io.penstock.pipes");
    static final Duration CLOSE_DEADLINE = Duration.ofSeconds(4);

    private final MadePipe made;
    private final PipeFolder folder;
    private final PipeRuntime runtime;
    private final PipeHistory history;
    private final BiConsumer<PipeRun, PipeState> over;
    private final Map<String, String> troubles = new LinkedHashMap<>();
    private final Set<Long> replaying = ConcurrentHashMap.newKeySet();
    private boolean ended;
    private String lastWords = "";

    /** @param over called once when the run has failed or completed */
    PipeRun(MadePipe made, RuntimeEnvironment environment, PipeHistory history, BiConsumer<PipeRun, PipeState> over) {
        this.made = made;
        this.history = history;
        this.over = over;
        Clock clock = environment.clock();
        this.folder = PipeFolder.open(environment.folder(made.definition().name()),
                made.definition().deadLetters().bytes(), clock, environment.random());
        try {
            this.runtime = new Assembly(made, folder, environment.calendars(), clock, environment.random(), this)
                    .assemble();
        } catch (RuntimeException e) {
            folder.close();
            throw e;
        }
    }

    void start() {
        made.contexts().forEach(context -> {
            if (context instanceof PipeNodeContext own) {
                own.report(this);
            }
        });
        runtime.start();
        synchronized (this) {
            if (troubles.isEmpty() && !ended) {
                history.to(PipeState.RUNNING, "");
            }
        }
    }

    MadePipe made() {
        return made;
    }

    PipeRuntime runtime() {
        return runtime;
    }

    PipeFolder folder() {
        return folder;
    }

    /**
     * Sends a dead letter into its node again, and takes it out once it is delivered or was set aside anew.
     *
     * @return false when it is gone or on its way already, or its node is no more
     */
    boolean replay(DeadLetter letter, Runnable settled) throws InterruptedException {
        long id = letter.id();
        if (!replaying.add(id)) {
            return false;
        }
        boolean taken = false;
        try {
            taken = folder.deadLetters().holds(id) && runtime.replay(letter, () -> {
                folder.deadLetters().remove(id);
                replaying.remove(id);
                settled.run();
            });
            return taken;
        } finally {
            if (!taken) {
                replaying.remove(id);
            }
        }
    }

    boolean uses(Plugin<?> plugin) {
        return made.plugins().contains(plugin);
    }

    synchronized String lastWords() {
        return lastWords;
    }

    @Override
    public synchronized void degraded(String node, String reason) {
        if (!ended) {
            troubles.put(node, made.redaction().apply(reason));
            history.to(PipeState.DEGRADED, allTroubles());
        }
    }

    @Override
    public synchronized void healthy(String node) {
        if (ended || troubles.remove(node) == null) {
            return;
        }
        if (troubles.isEmpty()) {
            history.to(PipeState.RUNNING, "");
        } else {
            history.to(PipeState.DEGRADED, allTroubles());
        }
    }

    /** The oldest first, none hidden behind another. */
    private String allTroubles() {
        return troubles.entrySet().stream().map(trouble -> trouble.getKey() + ": " + trouble.getValue())
                .collect(Collectors.joining("; "));
    }

    @Override
    public void failed(String node, String reason) {
        String clean = made.redaction().apply(reason);
        end(PipeState.FAILED, node.isEmpty() ? clean : node + ": " + clean);
    }

    @Override
    public void closedBadly(String node, String reason) {
        LOG.warn("Pipe {}, {}: not closed as it should be: {}", made.definition().name(), node,
                made.redaction().apply(reason));
    }

    @Override
    public void completed() {
        end(PipeState.COMPLETED, "");
    }

    private void end(PipeState state, String reason) {
        synchronized (this) {
            if (ended) {
                return;
            }
            ended = true;
            lastWords = reason;
        }
        over.accept(this, state);
    }

    /**
     * Delivers what is on its way, within the deadline, and ends everything.
     *
     * @return false when a thread would not end: nothing else may use the pipe's folder then
     */
    boolean stop(Duration drainDeadline) throws InterruptedException {
        if (!drainDeadline.isZero()) {
            runtime.drain(drainDeadline);
        }
        synchronized (this) {
            ended = true;
        }
        try {
            return runtime.close(CLOSE_DEADLINE);
        } finally {
            Ending.close("dead-letters", folder::close, this);
        }
    }
}
