package io.penstock.control.client.report;

import io.penstock.control.api.LastAttempt;
import io.penstock.control.api.Manifest;
import io.penstock.control.api.ManifestPipe;
import io.penstock.control.api.NodeCounters;
import io.penstock.control.api.PipeCounters;
import io.penstock.control.api.PipeOrigin;
import io.penstock.control.api.PipeReport;
import io.penstock.control.api.ReportedState;
import io.penstock.control.api.TextRule;
import io.penstock.control.client.apply.ManagedPipes;
import io.penstock.control.client.apply.Placements;
import io.penstock.core.plugin.PluginKind;
import io.penstock.core.time.Clock;
import io.penstock.pipes.api.NodeStatus;
import io.penstock.pipes.api.PipeService;
import io.penstock.pipes.api.PipeState;
import io.penstock.pipes.api.PipeStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.ToLongFunction;

/** Every pipe of this agent as the server is told of it: what runs, and what the last attempt did. Thread-safe. */
public final class PipeReports {
    /** The protocol's own limit. */
    static final int MAX_PIPES = 1000;
    private static final int MAX_REASON = 1000;
    private static final PipeCounters NONE = new PipeCounters(0, 0, 0, 0, 0, 0, 0);

    private final PipeService pipes;
    private final ManagedPipes managed;
    private final Instant began;

    public PipeReports(PipeService pipes, ManagedPipes managed, Clock clock) {
        this.pipes = pipes;
        this.managed = managed;
        this.began = clock.now();
    }

    /** By what tells them apart: the pipe's id, or the name of a local one. */
    public SortedMap<String, PipeReport> now(Optional<Manifest> manifest) {
        Map<String, PipeStatus> ours = new HashMap<>();
        SortedMap<String, PipeReport> reports = new TreeMap<>();
        List<PipeReport> local = new ArrayList<>();
        for (PipeStatus status : pipes.pipes()) {
            Placements.pipeId(status.source()).ifPresentOrElse(id -> ours.put(id, status), () -> local.add(local(status)));
        }
        manifest.ifPresent(present -> present.pipes().forEach(pipe ->
                reports.put(pipe.pipeId(), managed(pipe, Optional.ofNullable(ours.get(pipe.pipeId()))))));
        local.stream().limit(Math.max(0, MAX_PIPES - reports.size())).forEach(pipe -> reports.put("local " + pipe.name(), pipe));
        return reports;
    }

    private PipeReport managed(ManifestPipe pipe, Optional<PipeStatus> status) {
        Optional<LastAttempt> last = managed.attempts().of(pipe.pipeId()).last();
        Optional<PipeStatus> running = status.filter(seen -> seen.wanted().isPresent());
        return new PipeReport(Optional.of(pipe.pipeId()), pipe.name(), PipeOrigin.SERVER,
                running.flatMap(seen -> managed.placements().running(pipe.pipeId(), seen)),
                running.map(PipeReports::state).orElseGet(() -> absent(pipe, last)),
                running.map(seen -> seen.state().since()).orElseGet(() -> last.map(LastAttempt::at).orElse(began)),
                running.flatMap(PipeReports::reason).or(() -> last.flatMap(LastAttempt::message).map(PipeReports::cut)
                        .filter(message -> running.isEmpty())),
                running.map(PipeReports::restarts).orElse(0L), last, running.map(PipeReports::counters).orElse(NONE),
                running.map(PipeReports::nodes).orElseGet(TreeMap::new));
    }

    private static ReportedState absent(ManifestPipe pipe, Optional<LastAttempt> last) {
        return switch (pipe.desired()) {
            case STOPPED -> ReportedState.STOPPED;
            case RUNNING, PAUSED -> last.filter(attempt -> attempt.spec().equals(pipe.spec())).isPresent()
                    ? ReportedState.FAILED : ReportedState.ASSIGNED;
        };
    }

    private static PipeReport local(PipeStatus status) {
        String name = TextRule.PIPE_NAME.holds(status.name()) ? status.name()
                : status.name().replaceAll("[^A-Za-z0-9_-]+", "-");
        return new PipeReport(Optional.empty(), name.substring(0, Math.min(64, name.length())), PipeOrigin.LOCAL,
                Optional.empty(), state(status), status.state().since(), reason(status), restarts(status), Optional.empty(),
                counters(status), nodes(status));
    }

    private static ReportedState state(PipeStatus status) {
        return switch (status.state().state()) {
            case STARTING -> ReportedState.STARTING;
            case RUNNING -> ReportedState.RUNNING;
            case WAITING -> ReportedState.WAITING;
            case DEGRADED -> ReportedState.DEGRADED;
            case FAILED -> ReportedState.FAILED;
            case PAUSED -> ReportedState.PAUSED;
            case COMPLETED -> ReportedState.COMPLETED;
            case STOPPED -> ReportedState.STOPPED;
        };
    }

    private static Optional<String> reason(PipeStatus status) {
        String reason = status.state().reason().isEmpty() ? status.problem().orElse("") : status.state().reason();
        return Optional.of(cut(reason)).filter(text -> !text.isEmpty());
    }

    private static String cut(String text) {
        return text.length() > MAX_REASON ? text.substring(0, MAX_REASON) : text;
    }

    /** As far as the history goes back. */
    private static long restarts(PipeStatus status) {
        long starts = status.history().stream().filter(change -> change.state() == PipeState.STARTING).count();
        return Math.max(0, starts - 1);
    }

    private static PipeCounters counters(PipeStatus status) {
        return new PipeCounters(sum(status, PluginKind.INPUT, NodeStatus::in), sum(status, PluginKind.OUTPUT, NodeStatus::out),
                status.nodes().stream().mapToLong(NodeStatus::dropped).sum(),
                status.nodes().stream().mapToLong(NodeStatus::deadLettered).sum(),
                status.nodes().stream().mapToLong(NodeStatus::errors).sum(), 0, 0);
    }

    private static long sum(PipeStatus status, PluginKind kind, ToLongFunction<NodeStatus> what) {
        return status.nodes().stream().filter(node -> node.kind() == kind).mapToLong(what).sum();
    }

    private static SortedMap<String, NodeCounters> nodes(PipeStatus status) {
        SortedMap<String, NodeCounters> nodes = new TreeMap<>();
        status.nodes().forEach(node -> nodes.put(node.id(), new NodeCounters(node.in(), node.out(), node.errors())));
        return nodes;
    }
}
