package io.penstock.pipes.component;

import io.penstock.core.error.ErrorKind;
import io.penstock.core.error.PenstockException;
import io.penstock.core.event.Event;
import io.penstock.core.plugin.Plugin;
import io.penstock.core.time.Clock;
import io.penstock.pipes.api.DeadLetter;
import io.penstock.pipes.api.Finding;
import io.penstock.pipes.api.PipeDelivery;
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
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All pipes of the runtime, and the texts they come from. Thread-safe: texts and the table of pipes under its own lock,
 * which is not held while a pipe starts or stops.
 */
public final class PipeDirectory implements PipeService, PipeSources, PipeDelivery {
    private static final Logger LOG = LoggerFactory.getLogger("io.penstock.pipes");
    private static final Duration FORGET_DEADLINE = Duration.ofSeconds(9);

    private final RuntimeEnvironment environment;
    private final Function<Map<String, ?>, PipeLanguage> language;
    private final Clock clock;
    private final Map<String, Source> sources = new LinkedHashMap<>();
    private final Set<String> held = new HashSet<>();
    private final Map<String, PipeSupervisor> pipes = new TreeMap<>();
    private final Map<String, Future<?>> ending = new HashMap<>();

    /**
     * A text and what came of it; {@code pipe} is the name of the pipe it made, {@code problem} why it made none. One that
     * yields has neither while another text of its pipe's name runs instead.
     */
    private record Source(Text text, Optional<String> pipe, Optional<String> problem, Instant since) {
    }

    /** As it came; {@code yields} when it makes way for any other text of its pipe's name. */
    private record Text(String text, Map<String, ?> params, boolean yields) {
        Text(String text, Map<String, ?> params) {
            this(text, params, false);
        }
    }

    /** @param language compiles texts with the plugins there are at the moment, and these values over the settings' */
    public PipeDirectory(RuntimeEnvironment environment, Function<Map<String, ?>, PipeLanguage> language) {
        this.environment = environment;
        this.language = language;
        this.clock = environment.clock();
    }

    @Override
    public synchronized void put(String source, String text) {
        put(source, new Text(text, Map.of()));
    }

    @Override
    public synchronized Taken put(String source, String text, Map<String, ?> params) {
        Optional<PipeDefinition> taken = put(source, new Text(text, Map.copyOf(params)));
        Source made = sources.get(source);
        return new Taken(made.pipe(), taken.map(PipeDefinition::fingerprint), made.problem());
    }

    @Override
    public List<Finding> check(String text, String source, Map<String, ?> params) {
        PipeLanguage.Compiled compiled = language.apply(params).compile(text, source);
        List<Finding> findings = new ArrayList<>(compiled.findings());
        compiled.definition().map(PipeDefinition::name).ifPresent(name -> taken(name, source).ifPresent(owner ->
                findings.add(new Finding(source, 1, 1, Finding.Severity.ERROR, "pipes.name-taken",
                        nameTaken(name, owner, source), Optional.empty()))));
        return findings;
    }

    private synchronized Optional<String> taken(String name, String source) {
        return ownerOf(name, source).filter(owner -> !sources.get(owner).text().yields());
    }

    /** As {@link #put}, but it makes way, now and later, for any other text of its pipe's name. */
    synchronized void putReady(String source, String text) {
        put(source, new Text(text, Map.of(), true));
    }

    /** Returns what is to run now, if the text was taken. */
    private Optional<PipeDefinition> put(String source, Text text) {
        PipeLanguage.Compiled compiled = language.apply(text.params()).compile(text.text(), source);
        Optional<PipeDefinition> definition = compiled.definition();
        Optional<String> owner = definition.flatMap(pipe -> ownerOf(pipe.name(), source));
        if (definition.isEmpty() || !compiled.errors().isEmpty() && runs(source, definition.get().name())) {
            // One that lacks a plugin can be made, and waits; but what runs is not given up for it: see retryWaiting.
            refuse(source, text, compiled.errors().stream().map(Object::toString).collect(Collectors.joining("\n")));
            return Optional.empty();
        } else if (owner.isEmpty()) {
            accept(source, text, definition.get());
            return definition;
        } else if (text.yields()) {
            makeWay(source, text);
            return Optional.empty();
        } else if (sources.get(owner.get()).text().yields()) {
            makeWay(owner.get(), sources.get(owner.get()).text());
            accept(source, text, definition.get());
            return definition;
        }
        refuse(source, text, nameTaken(definition.get().name(), owner.get(), source));
        return Optional.empty();
    }

    private static String nameTaken(String name, String owner, String source) {
        return "the name \"" + name + "\" is taken: both \"" + owner + "\" and \"" + source + "\" are called so";
    }

    private void makeWay(String source, Text text) {
        Source before = sources.put(source, new Source(text, Optional.empty(), Optional.empty(), clock.now()));
        if (before != null) {
            before.pipe().ifPresent(this::stop);
        }
    }

    @Override
    public synchronized void hold(String source, boolean now) {
        boolean changed = now ? held.add(source) : held.remove(source);
        if (changed) {
            Optional.ofNullable(sources.get(source)).flatMap(Source::pipe).map(pipes::get)
                    .ifPresent(pipe -> pipe.withhold(now));
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

    private void accept(String source, Text text, PipeDefinition definition) {
        Source before = sources.put(source,
                new Source(text, Optional.of(definition.name()), Optional.empty(), clock.now()));
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
        if (held.contains(source)) {
            pipe.withhold(true);
        }
        return pipe;
    }

    /** The pipe a text made before goes on. */
    private void refuse(String source, Text text, String problem) {
        Optional<String> pipe = Optional.ofNullable(sources.get(source)).flatMap(Source::pipe);
        Source refused = new Source(text, pipe, Optional.of(problem), clock.now());
        Source before = sources.put(source, refused);
        pipe.ifPresent(name -> pipes.get(name).refused(problem));
        if (before == null || !before.problem().equals(refused.problem())) {
            LOG.warn("Pipe refused, {}:\n{}", pipe.isPresent() ? "the one before goes on" : "none runs", problem);
        }
    }

    @Override
    public synchronized void unreadable(String source, String reason) {
        refuse(source, new Text("", Map.of()), "cannot read \"" + source + "\": " + reason);
    }

    @Override
    public synchronized void remove(String source) {
        held.remove(source);
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
        waiting.values().removeIf(made -> made.text().text().isEmpty() || made.problem().isEmpty() && made.pipe().isPresent());
        waiting.forEach((source, made) -> put(source, made.text()));
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
                state, List.of(), made.problem(), "", List.of(), 0, 0, 0, Optional.empty(), Optional.empty());
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
