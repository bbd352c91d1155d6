package io.penstock.control.client.apply;

import io.penstock.control.api.Json;
import io.penstock.control.api.Manifest;
import io.penstock.control.api.ManifestPipe;
import io.penstock.control.client.identity.AgentFolder;
import io.penstock.core.concurrent.Workers;
import io.penstock.core.error.PenstockException;
import io.penstock.core.time.Clock;
import io.penstock.pipes.api.PipeDelivery;
import io.penstock.pipes.api.PipeService;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The server's pipes on this agent: takes manifests from any thread and applies the newest, on one of its own. */
public final class ManagedPipes implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger("io.penstock.control.client");
    private static final Duration STOP_DEADLINE = Duration.ofSeconds(3);
    private static final Duration CLEAR_DEADLINE = Duration.ofSeconds(10);
    private static final long AGAIN_SECONDS = 5;

    private final ScheduledExecutorService worker = Workers.timer("control-apply");
    private final Attempts attempts;
    private final Placements placements;
    private final Applier applier;
    private volatile Optional<Manifest> wanted = Optional.empty();
    private volatile boolean closed;

    /** Runs nothing yet. */
    public ManagedPipes(AgentFolder folder, Json json, PipeDelivery delivery, PipeService pipes, Artifacts.Source source,
                        Supplier<LocalPolicy> policy, Clock clock, Runnable changed) {
        this.attempts = new Attempts(folder, json, clock);
        this.placements = new Placements(pipes);
        this.applier = new Applier(delivery, placements, attempts, new Artifacts(folder.below("artifacts"), source), policy,
                clock, this::isWanted, changed);
    }

    private boolean isWanted(ManifestPipe pipe) {
        return wanted.stream().flatMap(manifest -> manifest.pipes().stream())
                .anyMatch(entry -> entry.spec().equals(pipe.spec()) && entry.pipeId().equals(pipe.pipeId()));
    }

    /** At the start: a revision that ended the process before is found out, then what was accepted last is run. */
    public void start(Optional<Manifest> last) {
        attempts.crashed();
        last.ifPresent(this::apply);
    }

    /** Wants this from now on; returns at once. */
    public void apply(Manifest manifest) {
        wanted = Optional.of(manifest);
        submit(worker, this::work);
    }

    /** Tries again what was refused: of the pipe with this id or name, or of all. */
    public void retry(Optional<String> pipe) {
        submit(worker, () -> {
            attempts.retry(pipe.map(this::id));
            work();
        });
    }

    /** Drains and holds all of the server's pipes, or lets them go on. */
    public void drain(boolean now) {
        submit(worker, () -> {
            attempts.drain(now);
            work();
        });
    }

    private String id(String idOrName) {
        return wanted.stream().flatMap(manifest -> manifest.pipes().stream()).filter(pipe -> pipe.name().equals(idOrName))
                .map(ManifestPipe::pipeId).findFirst().orElse(idOrName);
    }

    /** Stops all of the server's pipes, and forgets them; waits for that. */
    public void clear() {
        wanted = Optional.empty();
        try {
            worker.submit(() -> {
                placements.ids().forEach(applier::remove);
                attempts.wipe();
            }).get(CLEAR_DEADLINE.toNanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException | TimeoutException | RejectedExecutionException e) {
            throw PenstockException.retry("control.clear", "the server's pipes were not all stopped: "
                    + PenstockException.describe(e), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void submit(ExecutorService on, Runnable task) {
        if (!closed) {
            on.execute(() -> {
                try {
                    task.run();
                } catch (RuntimeException e) {
                    LOG.error("The server's pipes could not be applied", e);
                }
            });
        }
    }

    /** Of several manifests that wait, the newest counts. */
    private void work() {
        Optional<Manifest> now = wanted;
        if (now.isEmpty() || closed) {
            return;
        }
        try {
            if (!applier.apply(now.get()) && !closed) {
                worker.schedule(() -> submit(worker, this::work), AGAIN_SECONDS, TimeUnit.SECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** What is remembered of attempts. */
    public Attempts attempts() {
        return attempts;
    }

    /** What was given to the runtime. */
    public Placements placements() {
        return placements;
    }

    /** The pipes run on. */
    @Override
    public void close() {
        closed = true;
        applier.stop();
        worker.shutdown();
        try {
            if (!worker.awaitTermination(STOP_DEADLINE.toNanos(), TimeUnit.NANOSECONDS)) {
                worker.shutdownNow();
            }
        } catch (InterruptedException e) {
            worker.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
