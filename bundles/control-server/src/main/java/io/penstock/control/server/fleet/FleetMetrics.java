package io.penstock.control.server.fleet;

import io.penstock.core.metrics.MetricSink;
import java.util.EnumMap;
import java.util.Map;

/** The fleet's numbers. Thread-safe. */
final class FleetMetrics {
    private static final String PREFIX = "penstock_control_server_";
    private final Roster roster;
    private final Rhythm rhythm;
    private final Notes notes;
    private final Intake intake;
    private final Series series;
    private final Mirror mirror;

    FleetMetrics(Roster roster, Rhythm rhythm, Notes notes, Intake intake, Series series, Mirror mirror) {
        this.roster = roster;
        this.rhythm = rhythm;
        this.notes = notes;
        this.intake = intake;
        this.series = series;
        this.mirror = mirror;
    }

    void collect(MetricSink sink) {
        Map<Substate, Integer> counts = new EnumMap<>(Substate.class);
        for (Substate substate : Substate.values()) {
            counts.put(substate, 0);
        }
        roster.all().forEach(node -> {
            synchronized (node) {
                counts.merge(node.row.removedAt().isPresent() ? Substate.REMOVED : node.status.substate(), 1, Integer::sum);
            }
        });
        counts.forEach((substate, count) -> sink.gauge(PREFIX + "agents", "Agents by how they are",
                Map.of("substate", substate.text()), count));
        sink.gauge(PREFIX + "waiting_requests", "Requests of agents that wait for something new", Map.of(), rhythm.waiting());
        sink.gauge(PREFIX + "open_rollouts", "Rollouts that are not over", Map.of(), mirror.openRollouts().size());
        sink.gauge(PREFIX + "metric_series", "Series of agents' measurements in memory", Map.of(), series.count());
        sink.counter(PREFIX + "metric_points_dropped_total", "Measurements dropped because there were too many series", Map.of(),
                series.dropped());
        sink.counter(PREFIX + "reports_dropped_total", "Reports dropped because the store was away for too long", Map.of(),
                notes.dropped());
        sink.counter(PREFIX + "agents_lost_lines_total", "Lines and points agents said they had to drop", Map.of(),
                intake.lost());
    }
}
