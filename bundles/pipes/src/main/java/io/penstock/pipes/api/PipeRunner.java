package io.penstock.pipes.api;

import io.penstock.core.concurrent.Workers;
import io.penstock.core.error.ErrorKind;
import io.penstock.core.error.PenstockException;
import io.penstock.core.plugin.Plugin;
import io.penstock.core.secret.TextResolver;
import io.penstock.core.time.Clock;
import io.penstock.pipes.expr.CelExpressions;
import io.penstock.pipes.lang.Catalog;
import io.penstock.pipes.lang.Environment;
import io.penstock.pipes.lang.PipeLanguage;
import io.penstock.pipes.lang.PluginIndex;
import io.penstock.pipes.model.PipeDefinition;
import io.penstock.pipes.run.PipeSupervisor;
import io.penstock.pipes.run.RuntimeEnvironment;
import io.penstock.pipes.schedule.Schedule;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ScheduledExecutorService;

/**
 * Runs one pipe in a plain JVM, without OSGi and without a server, until all its inputs are complete and everything is
 * delivered, or until it is told to stop. For one run; thread-safe.
 */
public final class PipeRunner implements AutoCloseable {
    private static final Duration CLOSE_DEADLINE = Duration.ofSeconds(1);

    private final ScheduledExecutorService timer = Workers.timer("pipe-run");
    private final PipeSupervisor supervisor;
    private final Duration drain;

    /**
     * Reads the pipe; starts nothing.
     *
     * @param text the pipe
     * @param source what names the text in findings, usually the file
     * @param plugins instances made by their public constructors
     * @param params values for parameters
     * @param resolver fills in {@code ${…}}
     * @param dataFolder where checkpoints, buffers and dead letters go ({@code pipes/<name>} in it); a temporary folder
     *        makes a run that remembers nothing
     * @param drain how long {@link #stop} waits for what is on its way
     * @throws PenstockException INVALID ({@code pipe.invalid}) with all findings, when the pipe has errors or a plugin is
     *         missing
     */
    public PipeRunner(String text, String source, Collection<? extends Plugin<?>> plugins, Map<String, ?> params,
                      TextResolver resolver, Path dataFolder, Duration drain) {
        this.drain = drain;
        Catalog catalog = new Catalog(plugins);
        RuntimeEnvironment environment = new RuntimeEnvironment(dataFolder, Clock.system(), new SecureRandom(),
                (timing, after) -> Schedule.of(timing).next(after), new CelExpressions(), resolver::resolve,
                (kind, name) -> catalog.find(kind, name).map(Catalog.Known::plugin), PluginIndex::bundle, () -> drain,
                timer);
        PipeLanguage.Compiled compiled = new PipeLanguage(catalog,
                new Environment(params, "local", dataFolder, false)).compile(text, source);
        if (!compiled.errors().isEmpty()) {
            throw PenstockException.invalid("pipe.invalid",
                    String.join("\n", compiled.errors().stream().map(Finding::toString).toList()));
        }
        PipeDefinition definition = compiled.definition().orElseThrow();
        this.supervisor = new PipeSupervisor(definition, source, environment);
    }

    /**
     * Runs it; returns when it is complete or was stopped.
     *
     * @throws PenstockException RETRY ({@code pipes.failed}) when the pipe gave up, with its reason
     */
    public PipeStatus run() throws InterruptedException {
        supervisor.start();
        StateChange end = supervisor.awaitEnd();
        PipeStatus status = supervisor.status();
        if (end.state() == PipeState.FAILED) {
            throw new PenstockException(ErrorKind.RETRY, "pipes.failed", "pipe \"" + status.name() + "\" failed: "
                    + end.reason());
        }
        return status;
    }

    /** How it is now; from any thread. */
    public PipeStatus status() {
        return supervisor.status();
    }

    /** Stops the inputs, delivers what is on its way within the deadline, and makes {@link #run} return. Does not wait. */
    public void stop() {
        supervisor.stop(drain);
    }

    /** Frees everything; to be called after {@link #run} has returned. */
    @Override
    public void close() {
        supervisor.stop(Duration.ZERO);
        Workers.stop(timer, CLOSE_DEADLINE);
    }
}
