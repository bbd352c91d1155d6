package io.penstock.control.client.session;

import io.penstock.core.event.Event;
import io.penstock.core.time.Clock;
import io.penstock.pipes.api.DeadLetter;
import io.penstock.pipes.api.Finding;
import io.penstock.pipes.api.PipeDelivery;
import io.penstock.pipes.api.PipeService;
import io.penstock.pipes.api.PipeState;
import io.penstock.pipes.api.PipeStatus;
import io.penstock.pipes.api.StateChange;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * A runtime whose pipes do what their text says: "run", "fail", "wait", "invalid", "degraded". Thread-safe.
 */
public final class FakeRuntime implements PipeDelivery, PipeService {
    private final Clock clock;
    private final Map<String, PipeStatus> pipes = new LinkedHashMap<>();
    private final Map<String, String> texts = new LinkedHashMap<>();
    private final Set<String> held = new HashSet<>();
    private final List<String> log = new ArrayList<>();

    public FakeRuntime(Clock clock) {
        this.clock = clock;
    }

    /** A pipe's text that behaves so. */
    public static String text(String name, String behaviour, int number) {
        return "name: " + name + "\ninput: {file: {path: /" + behaviour + "}}\noutput: {stdout: {number: " + number + "}}\n";
    }

    private static boolean is(String text, String behaviour) {
        return text.contains("/" + behaviour + "}");
    }

    @Override
    public List<Finding> check(String text, String source, Map<String, ?> params) {
        return is(text, "invalid") ? List.of(new Finding(source, 1, 1, Finding.Severity.ERROR, "graph.cycle", "a cycle",
                Optional.empty())) : List.of();
    }

    @Override
    public synchronized Taken put(String source, String text, Map<String, ?> params) {
        log.add("put " + text.lines().findFirst().orElse("") + " " + text.replaceAll("(?s).*path: /(\\w+)}.*", "$1"));
        texts.put(source, text);
        show(source);
        return new Taken(Optional.of(name(text)), Optional.of(fingerprint(text, params)), Optional.empty());
    }

    private static String name(String text) {
        return text.lines().findFirst().orElse("").replace("name: ", "");
    }

    private static String fingerprint(String text, Map<String, ?> params) {
        return Integer.toHexString((text + params).hashCode());
    }

    private void show(String source) {
        String text = texts.get(source);
        PipeState state = held.contains(source) ? PipeState.PAUSED : is(text, "fail") ? PipeState.FAILED
                : is(text, "wait") ? PipeState.WAITING : is(text, "degraded") ? PipeState.DEGRADED : PipeState.RUNNING;
        boolean runs = state == PipeState.RUNNING || state == PipeState.DEGRADED;
        String fingerprint = fingerprint(text, Map.of());
        pipes.put(source, new PipeStatus(name(text), "", Map.of(), source,
                new StateChange(state, state == PipeState.FAILED ? "it is broken" : "", clock.now()), List.of(), Optional.empty(),
                "", List.of(), 0, 0, 0, Optional.of(fingerprint).filter(one -> runs), Optional.of(fingerprint)));
    }

    @Override
    public synchronized void remove(String source) {
        if (pipes.remove(source) != null) {
            log.add("remove " + name(texts.get(source)));
        }
    }

    @Override
    public synchronized void hold(String source, boolean now) {
        if (now ? held.add(source) : held.remove(source)) {
            if (pipes.containsKey(source)) {
                show(source);
            }
        }
    }

    /** What was done, in order. */
    public synchronized List<String> log() {
        return List.copyOf(log);
    }

    /** The text a pipe of this name has now. */
    public synchronized Optional<String> runs(String name) {
        return pipes.entrySet().stream().filter(entry -> entry.getValue().name().equals(name)
                && entry.getValue().fingerprint().isPresent()).map(entry -> texts.get(entry.getKey())).findFirst();
    }

    @Override
    public synchronized List<PipeStatus> pipes() {
        return List.copyOf(pipes.values());
    }

    @Override
    public Optional<PipeStatus> pipe(String name) {
        return pipes().stream().filter(pipe -> pipe.name().equals(name)).findFirst();
    }

    @Override
    public void pause(String name) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void resume(String name) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void restart(String name) {
        throw new UnsupportedOperationException();
    }

    @Override
    public AutoCloseable tap(String pipe, String node, Consumer<List<Event>> viewer) {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<DeadLetter> deadLetters(String pipe, Predicate<DeadLetter> wanted, int limit) {
        return List.of();
    }

    @Override
    public long replay(String pipe, Predicate<DeadLetter> wanted, int limit, Duration deadline) {
        return 0;
    }

    @Override
    public long purge(String pipe) {
        return 0;
    }
}
