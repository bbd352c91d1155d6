package io.penstock.control.client.report;

import io.penstock.control.api.AgentReport;
import io.penstock.control.api.CommandResult;
import io.penstock.control.api.HealthStatus;
import io.penstock.control.api.Known;
import io.penstock.control.api.Pending;
import io.penstock.control.api.PipeReport;
import io.penstock.control.api.SyncRequest;
import io.penstock.core.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;

/**
 * Makes requests that hold what has changed since the last one that was answered, or everything. One thread; results of
 * commands from any.
 */
public final class Reporter {
    private static final int MAX_RESULTS = 100;

    private final String bootId;
    private final Clock clock;
    private final Supplier<AgentReport> agent;
    private final Supplier<SortedMap<String, PipeReport>> pipes;
    private final HealthReports health;
    private final Supplier<Known> known;
    private final Supplier<Pending> pending;
    private final ConcurrentLinkedQueue<CommandResult> results = new ConcurrentLinkedQueue<>();
    private long seq;
    private boolean full = true;
    private long answered;
    private Optional<HealthStatus> toldHealth = Optional.empty();
    private Map<String, PipeReport> told = Map.of();
    private Optional<AgentReport> toldAgent = Optional.empty();

    /** A request, and what the server knows once it has answered it. */
    public record Told(SyncRequest request, Map<String, PipeReport> pipes, Optional<AgentReport> agent) {
    }

    public Reporter(String bootId, Clock clock, Supplier<AgentReport> agent, Supplier<SortedMap<String, PipeReport>> pipes,
                    HealthReports health, Supplier<Known> known, Supplier<Pending> pending) {
        this.bootId = bootId;
        this.clock = clock;
        this.agent = agent;
        this.pipes = pipes;
        this.health = health;
        this.known = known;
        this.pending = pending;
    }

    /** The next request. */
    public Told next(boolean goodbye) {
        AgentReport self = agent.get();
        SortedMap<String, PipeReport> now = new TreeMap<>(pipes.get());
        boolean all = full || !told.keySet().stream().allMatch(now::containsKey);
        List<PipeReport> changed = now.entrySet().stream()
                .filter(entry -> all || !entry.getValue().equals(told.get(entry.getKey()))).map(Map.Entry::getValue).toList();
        Optional<AgentReport> changedSelf = Optional.of(self).filter(one -> all || !Optional.of(one).equals(toldAgent));
        SyncRequest request = new SyncRequest(bootId, ++seq, all, clock.now(), known.get(), changedSelf, health.now(), changed,
                results.stream().limit(MAX_RESULTS).toList(), Optional.of(pending.get()), goodbye);
        return new Told(request, now, Optional.of(self));
    }

    /** The server has answered. */
    public void answered(Told what, boolean wantsAll) {
        if (what.request().seq() > answered) {
            answered = what.request().seq();
            told = what.pipes();
            toldAgent = what.agent();
            toldHealth = Optional.of(what.request().health().status());
            full = wantsAll;
        } else {
            full |= wantsAll;
        }
        results.removeAll(what.request().results());
    }

    /** The server may have missed something. */
    public void all() {
        full = true;
    }

    /** What became of a command, to be told with the next request. */
    public void result(CommandResult result) {
        results.add(result);
    }

    /** Whether a result waits to be told. */
    public boolean hasResults() {
        return !results.isEmpty();
    }

    /** Whether states or attempts, not only numbers, differ from what the server knows. */
    public boolean hasNews() {
        if (full || !results.isEmpty()) {
            return true;
        }
        SortedMap<String, PipeReport> now = pipes.get();
        return !toldHealth.equals(Optional.of(health.now().status())) || !now.keySet().equals(told.keySet())
                || now.entrySet().stream().anyMatch(entry -> differs(entry.getValue(), told.get(entry.getKey())));
    }

    private static boolean differs(PipeReport now, PipeReport before) {
        return now.state() != before.state() || !now.running().equals(before.running())
                || !now.lastAttempt().equals(before.lastAttempt());
    }

    /** Names this process. */
    public String bootId() {
        return bootId;
    }
}
