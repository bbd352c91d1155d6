package io.penstock.control.server.fleet;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.penstock.control.api.HealthReport;
import io.penstock.control.api.HealthStatus;
import io.penstock.control.api.Known;
import io.penstock.control.api.PipeReport;
import io.penstock.control.api.SyncRequest;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The last an agent has told, put together from what changed. Immutable; kept as JSON with its presence.
 *
 * @param pipes all it has, by the server's id, or by name where they are its own
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record Told(HealthReport health, Known known, Optional<Instant> startedAt, Collection<PipeReport> pipes) {
    static final Told NOTHING = new Told(new HealthReport(HealthStatus.OK, Optional.empty(), null),
            new Known(Optional.empty(), Optional.empty(), Optional.empty()), Optional.empty(), List.of());

    public Told {
        pipes = List.copyOf(pipes);
    }

    /** With a request taken in. A pipe that is reported without anything running, stopped, stays until the next full request. */
    Told and(SyncRequest request) {
        SortedMap<String, PipeReport> all = new TreeMap<>();
        if (!request.full()) {
            pipes.forEach(one -> all.put(key(one), one));
        }
        request.pipes().forEach(one -> all.put(key(one), one));
        return new Told(request.health(), request.known(), request.agent().map(agent -> agent.startedAt())
                .or(() -> startedAt), Collections.unmodifiableCollection(all.values()));
    }

    static String key(PipeReport report) {
        return report.pipeId().orElseGet(() -> "local:" + report.name());
    }

    public Optional<PipeReport> pipe(String pipeId) {
        return pipes.stream().filter(one -> one.pipeId().isPresent() && one.pipeId().get().equals(pipeId)).findFirst();
    }

    /** Whether the two differ in more than counters: only then it is worth writing down at once. */
    boolean sameBut(Told other) {
        if (!health.equals(other.health) || !known.equals(other.known) || pipes.size() != other.pipes.size()) {
            return false;
        }
        var mine = pipes.iterator();
        var theirs = other.pipes.iterator();
        while (mine.hasNext()) {
            if (!same(mine.next(), theirs.next())) {
                return false;
            }
        }
        return true;
    }

    private static boolean same(PipeReport one, PipeReport two) {
        return key(one).equals(key(two)) && one.running().equals(two.running()) && one.state() == two.state()
                && one.reason().equals(two.reason()) && one.lastAttempt().equals(two.lastAttempt())
                && one.restarts() == two.restarts();
    }
}
