package io.penstock.pipes.component;

import io.penstock.core.event.Event;
import io.penstock.core.health.Health;
import io.penstock.core.health.HealthSource;
import io.penstock.core.metrics.MetricSink;
import io.penstock.core.metrics.MetricSource;
import io.penstock.pipes.api.DeadLetter;
import io.penstock.pipes.api.Finding;
import io.penstock.pipes.api.NodeStatus;
import io.penstock.pipes.api.PipeDelivery;
import io.penstock.pipes.api.PipeService;
import io.penstock.pipes.api.PipeStatus;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** The directory as the services it is offered as: pipes, health, numbers. Thread-safe. */
final class WatchedPipes implements PipeService, PipeSources, PipeDelivery, HealthSource, MetricSource {
    private static final double NANOS = 1e9;

    private final PipeDirectory directory;

    WatchedPipes(PipeDirectory directory) {
        this.directory = directory;
    }

    @Override
    public String capability() {
        return "pipes";
    }

    @Override
    public Map<String, Health> health() {
        Map<String, Health> health = new TreeMap<>();
        directory.pipes().forEach(pipe -> health.put(pipe.name(), health(pipe)));
        return health;
    }

    private static Health health(PipeStatus pipe) {
        Health.State state = switch (pipe.state().state()) {
            case RUNNING, COMPLETED, PAUSED, STOPPED -> pipe.problem().isPresent() ? Health.State.DEGRADED : Health.State.UP;
            case STARTING, WAITING -> Health.State.WAITING;
            case DEGRADED -> Health.State.DEGRADED;
            case FAILED -> Health.State.DOWN;
        };
        String reason = state == Health.State.UP ? "" : pipe.state().reason();
        return new Health(state, reason.isEmpty() ? firstLine(pipe.problem()) : reason, pipe.state().since());
    }

    private static String firstLine(Optional<String> problem) {
        return problem.flatMap(text -> text.lines().findFirst()).map(line -> "edit refused: " + line).orElse("");
    }

    @Override
    public void collect(MetricSink sink) {
        for (PipeStatus pipe : directory.pipes()) {
            Map<String, String> labels = Map.of("pipe", pipe.name());
            sink.gauge("penstock_pipe_state", "1 for the state the pipe is in.", Map.of("pipe", pipe.name(), "state",
                    pipe.state().state().name().toLowerCase(Locale.ROOT)), 1);
            sink.gauge("penstock_pipe_memory_bytes", "Bytes of events in memory.", labels, pipe.memoryBytes());
            sink.gauge("penstock_pipe_dead_letters", "Events kept aside.", labels, pipe.deadLetters());
            sink.counter("penstock_pipe_dead_letters_lost_total", "Events kept aside that had to make room.", labels,
                    pipe.deadLettersLost());
            pipe.nodes().forEach(node -> collect(pipe.name(), node, sink));
        }
    }

    private static void collect(String pipe, NodeStatus node, MetricSink sink) {
        Map<String, String> labels = Map.of("pipe", pipe, "node", node.id(), "plugin", node.plugin());
        sink.counter("penstock_pipe_in_total", "Events that came in.", labels, node.in());
        sink.counter("penstock_pipe_out_total", "Of those, events that went on.", labels, node.out());
        sink.counter("penstock_pipe_filtered_total", "Of those, events whose work was done here.", labels, node.filtered());
        sink.counter("penstock_pipe_dropped_total", "Of those, events dropped by policy.", labels, node.dropped());
        sink.counter("penstock_pipe_dead_lettered_total", "Of those, events kept aside.", labels, node.deadLettered());
        sink.gauge("penstock_pipe_in_flight", "Of those, events still here.", labels, node.inFlight());
        sink.counter("penstock_pipe_emitted_total", "Events produced.", labels, node.emitted());
        sink.counter("penstock_pipe_errors_total", "Times something went wrong.", labels, node.errors());
        sink.counter("penstock_pipe_retries_total", "Times something was tried again.", labels, node.retries());
        sink.gauge("penstock_pipe_buffer_bytes", "Bytes waiting before the node, in memory.", labels, node.bufferedBytes());
        sink.gauge("penstock_pipe_disk_bytes", "Bytes the node's disk buffer takes up.", labels, node.diskBytes());
        sink.counter("penstock_pipe_ack_seconds_sum", "Time from the node's queue to delivery, of all batches.", labels,
                node.acknowledgeNanos() / NANOS);
        sink.counter("penstock_pipe_ack_seconds_count", "Batches delivered.", labels, node.acknowledgements());
    }

    @Override
    public void put(String source, String text) {
        directory.put(source, text);
    }

    @Override
    public void unreadable(String source, String reason) {
        directory.unreadable(source, reason);
    }

    @Override
    public void remove(String source) {
        directory.remove(source);
    }

    @Override
    public List<Finding> check(String text, String source, Map<String, ?> params) {
        return directory.check(text, source, params);
    }

    @Override
    public Taken put(String source, String text, Map<String, ?> params) {
        return directory.put(source, text, params);
    }

    @Override
    public void hold(String source, boolean held) {
        directory.hold(source, held);
    }

    @Override
    public List<PipeStatus> pipes() {
        return directory.pipes();
    }

    @Override
    public Optional<PipeStatus> pipe(String name) {
        return directory.pipe(name);
    }

    @Override
    public void pause(String name) throws InterruptedException {
        directory.pause(name);
    }

    @Override
    public void resume(String name) throws InterruptedException {
        directory.resume(name);
    }

    @Override
    public void restart(String name) throws InterruptedException {
        directory.restart(name);
    }

    @Override
    public AutoCloseable tap(String pipe, String node, Consumer<List<Event>> viewer) {
        return directory.tap(pipe, node, viewer);
    }

    @Override
    public List<DeadLetter> deadLetters(String pipe, Predicate<DeadLetter> wanted, int limit) {
        return directory.deadLetters(pipe, wanted, limit);
    }

    @Override
    public long replay(String pipe, Predicate<DeadLetter> wanted, int limit, Duration deadline)
            throws InterruptedException {
        return directory.replay(pipe, wanted, limit, deadline);
    }

    @Override
    public long purge(String pipe) {
        return directory.purge(pipe);
    }
}
