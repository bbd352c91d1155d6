package io.penstock.pipes.component;

import io.penstock.core.error.ErrorKind;
import io.penstock.core.error.PenstockException;
import io.penstock.core.event.Event;
import io.penstock.core.plugin.Plugin;
import io.penstock.core.time.Clock;
import io.penstock.pipes.api.DeadLetter;
import io.penstock.pipes.api.PipeService;
import io.penstock.pipes.api.PipeState;
import io.penstock.pipes.api.PipeStatus;
import io.penstock.pipes.api.StateChange;
import io.penstock.pipes.lang.PipeLanguage;
import io.penstock.pipes.model.PipeDefinition;
import io.penstock.pipes.run.PipeReplay;
import io.penstock.pipes.run.PipeSupervisor;
import io.penstock.pipes.run.RuntimeEnvironment;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All pipes of the runtime, and the texts they come from. Thread-safe: texts and the table of pipes under its own lock,
 * which is not held while a pipe starts or stops.
 */
public final class PipeDirectory implements PipeService, PipeSources {
    private static final Logger LOG = LoggerFactory.getLogger("io.penstock.pipes");
    private static final Duration FORGET_DEADLINE = Duration.ofSeconds(9);

    private final RuntimeEnvironment environment;
    private final Supplier<PipeLanguage> language;
    private final Clock clock;
    private final Map<String, Source> sources = new LinkedHashMap<>();
    private final Map<String, PipeSupervisor> pipes = new TreeMap<>();
    private final Map<String, Future<?>> ending = new HashMap<>();

    /**
     * A text and what came of it; {@code pipe} is the name of the pipe it made, {@code problem} why it made none. One that
     * yields has neither while another text of its pipe's name runs instead.
     */
    private record Source(String text, boolean yields, Optional<String> pipe, Optional<String> problem, Instant since) {
    }

    /** @param language compiles texts with the plugins there are at the moment */
    public PipeDirectory(RuntimeEnvironment environment, Supplier<PipeLanguage> language) {
        this.environment = environment;
        this.language = language;
        this.clock = environment.clock();
    }

    @Override
    public synchronized void put(String source, String text) {
        put(source, text, false);
    }

    /** As {@link #put}, but it makes way, now and later, for any other text of its pipe's name. */
    synchronized void putReady(String source, String text) {
        put(source, text, true);
    }

    private void put(String source, String text, boolean yields) {
        PipeLanguage.Compiled compiled = language.get().compile(text, source);
        Optional<PipeDefinition> definition = compiled.definition();
        Optional<String> owner = definition.flatMap(pipe -> ownerOf(pipe.name(), source));
        if (definition.isEmpty() || !compiled.errors().isEmpty() && runs(source, definition.get().name())) {
            // One that lacks a plugin can be made, and waits; but what runs is not given up for it: see retryWaiting.
            refuse(source, text, yields,
                    compiled.errors().stream().map(Object::toString).collect(Collectors.joining("\n")));
        } else if (owner.isEmpty()) {
            accept(source, text, yields, definition.get());
        } else if (yields) {
            makeWay(source, text);
        } else if (sources.get(owner.get()).yields()) {
            makeWay(owner.get(), sources.get(owner.get()).text());
            accept(source, text, false, definition.get());
        } else {
            refuse(source, text, false, "the name \"" + definition.get().name() + "\" is taken: both \"" + owner.get()
                    + "\" and \"" + source + "\" are called so");
        }
    }

    private void makeWay(String source, String text) {
        Source before = sources.put(source, new Source(text, true, Optional.empty(), Optional.empty(), clock.now()));
        if (before != null) {
            before.pipe().ifPresent(this::stop);
        }
    }

    private boolean runs(String source, String name) {
        return Optional.ofNullable(sources.get(source)).flatMap(Source::pipe).filter(name::equals).map(pipes::get)
                .filter(PipeSupervisor::runs).isPresent();
    }

    private Optional<String> ownerOf(String pipe, String otherThan) {
        return sources.entrySet().stream().filter(entry -> !entry.getKey().equals(otherThan)
                && entry.getValue().pipe().equals(Optional.of(pipe))).map(Map.Entry::getKey).findFirst();
    }

    private void accept(String source, String text, boolean yields, PipeDefinition definition) {
        Source before = sources.put(source,
                new Source(text, yields, Optional.of(definition.name()), Optional.empty(), clock.now()));
        Optional<String> freed = before == null ? Optional.empty()
                : before.pipe().filter(name -> !name.equals(definition.name()));
        freed.ifPresent(this::stop);
        pipes.computeIfAbsent(definition.name(), name -> started(definition, source)).apply(definition, source);
        if (freed.isPresent()) {
            retryWaiting();
        }
    }

    /** One that has just been removed under this name ends first: they share a folder. */
    private PipeSupervisor started(PipeDefinition definition, String source) {
        PipeSupervisor pipe = new PipeSupervisor(definition, source, environment);
        ending.values().removeIf(Future::isDone);
        Future<?> before = ending.get(definition.name());
        if (before != null) {
            pipe.after(before);
        }
        return pipe;
    }

    /** The pipe a text made before goes on. */
    private void refuse(String source, String text, boolean yields, String problem) {
        Optional<String> pipe = Optional.ofNullable(sources.get(source)).flatMap(Source::pipe);
        Source refused = new Source(text, yields, pipe, Optional.of(problem), clock.now());
        Source before = sources.put(source, refused);
        pipe.ifPresent(name -> pipes.get(name).refused(problem));
        if (before == null || !before.problem().equals(refused.problem())) {
            LOG.warn("Pipe refused, {}:\n{}", pipe.isPresent() ? "the one before goes on" : "none runs", problem);
        }
    }

    @Override
    public synchronized void unreadable(String source, String reason) {
        refuse(source, "", false, "cannot read \"" + source + "\": " + reason);
    }

    @Override
    public synchronized void remove(String source) {
        Source gone = sources.remove(source);
        if (gone != null) {
            gone.pipe().ifPresent(this::stop);
            retryWaiting();
        }
    }

    private void stop(String name) {
        PipeSupervisor pipe = pipes.remove(name);
        if (pipe != null) {
            ending.put(name, pipe.stop(environment.drain().get()));
        }
    }

    /** Plugins have come, or better ones: whatever waited for them goes on. */
    public void pluginsChanged() {
        synchronized (this) {
            retryWaiting();
            pipes.values().forEach(PipeSupervisor::pluginsChanged);
        }
    }

    /** Texts that were refused, or made way, may have their turn now. */
    private void retryWaiting() {
        Map<String, Source> waiting = new LinkedHashMap<>(sources);
        waiting.values().removeIf(made -> made.text().isEmpty() || made.problem().isEmpty() && made.pipe().isPresent());
        waiting.forEach((source, made) -> put(source, made.text(), made.yields()));
    }

    /** A plugin goes: pipes that use it stop, and nothing refers to it when this has returned, within a few seconds. */
    public void pluginGoing(Plugin<?> plugin) {
        List<Future<?>> stopping = new ArrayList<>();
        synchronized (this) {
            pipes.values().forEach(pipe -> stopping.add(pipe.pluginGoing(plugin)));
        }
        await(stopping, FORGET_DEADLINE);
    }

    private void await(List<Future<?>> tasks, Duration deadline) {
        long end = Clock.system().nanoTime() + deadline.toNanos();
        for (Future<?> task : tasks) {
            try {
                task.get(Math.max(1, end - Clock.system().nanoTime()), TimeUnit.NANOSECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            } catch (ExecutionException | TimeoutException e) {
                LOG.warn("A pipe did not stop in time: {}", PenstockException.describe(e));
            }
        }
    }

    /** Drains and stops all pipes at once. */
    public void close(Duration deadline) {
        List<Future<?>> stopping = new ArrayList<>();
        synchronized (this) {
            pipes.values().forEach(pipe -> stopping.add(pipe.stop(environment.drain().get())));
            pipes.clear();
            sources.clear();
        }
        await(stopping, deadline);
    }

    @Override
    public synchronized List<PipeStatus> pipes() {
        List<PipeStatus> all = new ArrayList<>(pipes.values().stream().map(PipeSupervisor::status).toList());
        sources.forEach((source, made) -> {
            if (made.pipe().isEmpty() && made.problem().isPresent()) {
                all.add(refused(source, made));
            }
        });
        all.sort(Comparator.comparing(PipeStatus::name));
        return all;
    }

    private static PipeStatus refused(String source, Source made) {
        String problem = made.problem().orElse("");
        StateChange state = new StateChange(PipeState.FAILED, problem.lines().findFirst().orElse(""), made.since());
        return new PipeStatus(source.substring(source.replace('\\', '/').lastIndexOf('/') + 1), "", Map.of(), source,
                state, List.of(), made.problem(), "", List.of(), 0, 0, 0);
    }

    @Override
    public Optional<PipeStatus> pipe(String name) {
        return pipes().stream().filter(pipe -> pipe.name().equals(name)).findFirst();
    }

    private synchronized PipeSupervisor named(String name) {
        PipeSupervisor pipe = pipes.get(name);
        if (pipe == null) {
            throw new PenstockException(ErrorKind.NOT_FOUND, "pipes.unknown", "there is no pipe \"" + name + "\"; there "
                    + (pipes.isEmpty() ? "are none" : "are " + String.join(", ", pipes.keySet())));
        }
        return pipe;
    }

    @Override
    public void pause(String name) throws InterruptedException {
        done(named(name).pause());
    }

    @Override
    public void resume(String name) throws InterruptedException {
        done(named(name).resume());
    }

    @Override
    public void restart(String name) throws InterruptedException {
        done(named(name).restart());
    }

    private static void done(Future<?> change) throws InterruptedException {
        try {
            change.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof PenstockException failure ? failure
                    : new PenstockException(ErrorKind.BUG, "pipes.failed", PenstockException.describe(e.getCause()), e);
        }
    }

    @Override
    public AutoCloseable tap(String pipe, String node, Consumer<List<Event>> viewer) {
        return named(pipe).tap(node, viewer);
    }

    @Override
    public List<DeadLetter> deadLetters(String pipe, Predicate<DeadLetter> wanted, int limit) {
        return new PipeReplay(named(pipe)).list(wanted, limit);
    }

    @Override
    public long replay(String pipe, Predicate<DeadLetter> wanted, int limit, Duration deadline)
            throws InterruptedException {
        return new PipeReplay(named(pipe)).replay(wanted, limit, deadline);
    }

    @Override
    public long purge(String pipe) {
        return new PipeReplay(named(pipe)).purge();
    }
}
