package io.penstock.control.server.fleet;

import io.penstock.control.api.AgentReport;
import io.penstock.control.api.CommandResult;
import io.penstock.control.api.Json;
import io.penstock.control.server.rollout.Outcome;
import io.penstock.control.server.rollout.RolloutRunner;
import io.penstock.control.server.store.Store;
import io.penstock.control.server.store.Tx;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What conversations leave to be written: all of some 200 ms together, so that agents never wait for the store, and the store
 * is not asked for each of them. Thread-safe.
 */
final class Notes {
    private static final Logger LOG = LoggerFactory.getLogger("io.penstock.control.server");
    /** More than this can only wait while the store is away; then agents tell everything again later. */
    private static final int MAX_WAITING = 100_000;
    private final Store store;
    private final Json json;
    private final RolloutRunner runner;
    private final AtomicLong dropped = new AtomicLong();

    // guarded by this
    private List<Outcome> outcomes = new ArrayList<>();
    private Map<String, AgentReport> reports = new LinkedHashMap<>();
    private List<StateNote> states = new ArrayList<>();
    private List<Result> results = new ArrayList<>();
    private List<String> sent = new ArrayList<>();
    private List<Consumer<Tx>> others = new ArrayList<>();
    private boolean writing;

    private record StateNote(Presence presence, boolean history) {
    }

    private record Result(String agentId, CommandResult result) {
    }

    private record Batch(List<Outcome> outcomes, Map<String, AgentReport> reports, List<StateNote> states,
                         List<Result> results, List<String> sent, List<Consumer<Tx>> others) {
    }

    Notes(Store store, Json json, RolloutRunner runner) {
        this.store = store;
        this.json = json;
        this.runner = runner;
    }

    /** What an agent has answered to what it was given. */
    synchronized void outcome(Outcome outcome) {
        if (room(outcomes.size())) {
            outcomes.add(outcome);
        }
    }

    /** What an agent says of itself. */
    synchronized void report(String agentId, AgentReport report) {
        if (room(reports.size())) {
            reports.put(agentId, report);
        }
    }

    /** How an agent is now. */
    synchronized void state(Presence presence, boolean history) {
        if (room(states.size())) {
            states.add(new StateNote(presence, history));
        }
    }

    /** What became of a command. */
    synchronized void result(String agentId, CommandResult result) {
        if (room(results.size())) {
            results.add(new Result(agentId, result));
        }
    }

    /** An agent was told a command. */
    synchronized void sent(String commandId) {
        if (room(sent.size())) {
            sent.add(commandId);
        }
    }

    /** Something else. */
    synchronized void other(Consumer<Tx> work) {
        if (room(others.size())) {
            others.add(work);
        }
    }

    private boolean room(int waiting) {
        if (waiting >= MAX_WAITING) {
            dropped.incrementAndGet();
            return false;
        }
        return true;
    }

    /** How many had to go because the store was away for too long. */
    long dropped() {
        return dropped.get();
    }

    /** Writes what waits; at most one writing at a time. */
    CompletableFuture<?> write() {
        Batch batch;
        synchronized (this) {
            boolean nothing = outcomes.isEmpty() && reports.isEmpty() && states.isEmpty() && results.isEmpty()
                    && sent.isEmpty() && others.isEmpty();
            if (writing || nothing) {
                return CompletableFuture.completedFuture(null);
            }
            writing = true;
            batch = new Batch(outcomes, reports, states, results, sent, others);
            outcomes = new ArrayList<>();
            reports = new LinkedHashMap<>();
            states = new ArrayList<>();
            results = new ArrayList<>();
            sent = new ArrayList<>();
            others = new ArrayList<>();
        }
        return store.write(tx -> write(tx, batch)).handle((done, failure) -> {
            written(batch, failure);
            return null;
        });
    }

    private Void write(Tx tx, Batch batch) {
        batch.reports().forEach((id, report) -> AgentTable.report(tx, json, id, report.host(), report.software(),
                report.localPolicy()));
        PresenceTable.put(tx, json, batch.states().stream().map(StateNote::presence).toList());
        batch.states().stream().filter(StateNote::history).forEach(note ->
                PresenceTable.history(tx, note.presence().agentId(), note.presence().status()));
        batch.sent().forEach(id -> CommandTable.sent(tx, id));
        batch.results().forEach(one -> CommandTable.ended(tx, one.agentId(), one.result().commandId(),
                Command.State.valueOf(one.result().status().name()), one.result().message(), output(one.result())));
        batch.others().forEach(work -> work.accept(tx));
        runner.outcomes(tx, batch.outcomes());
        return null;
    }

    private static Optional<byte[]> output(CommandResult result) {
        return result.output().map(text -> text.getBytes(StandardCharsets.UTF_8));
    }

    private synchronized void written(Batch batch, Throwable failure) {
        writing = false;
        if (failure != null) {
            LOG.warn("what agents told cannot be written; tried again: {}", failure.toString());
            batch.outcomes().forEach(this::outcome);
            batch.reports().forEach((id, report) -> reports.putIfAbsent(id, report));
            List<StateNote> newer = states;
            states = new ArrayList<>(batch.states());
            states.addAll(newer);
            batch.results().forEach(one -> result(one.agentId(), one.result()));
            batch.sent().forEach(this::sent);
            batch.others().forEach(this::other);
        }
    }
}
