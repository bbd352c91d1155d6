package io.penstock.admin.http;

import io.penstock.core.error.PenstockException;
import io.penstock.core.health.Health;
import io.penstock.core.health.Health.State;
import io.penstock.core.health.HealthSource;
import io.penstock.core.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How everything is at one moment. Immutable. */
public record HealthReport(List<Line> lines) {
    /**
     * One capability, or one part of it.
     *
     * @param part empty for the capability itself
     */
    public record Line(String capability, String part, Health health) {
        /** As a table's row. */
        public Map<String, Object> row() {
            Map<String, Object> row = new LinkedHashMap<>();
            row.put("capability", capability);
            row.put("part", part);
            row.put("state", health.state().name());
            row.put("reason", health.reason());
            row.put("since", health.since().toString());
            return row;
        }
    }

    /** Asks every source; one that fails is itself reported as down. */
    public static HealthReport of(Iterable<HealthSource> sources, Clock clock) {
        List<Line> lines = new ArrayList<>();
        for (HealthSource source : sources) {
            try {
                source.health().forEach((part, health) -> lines.add(new Line(source.capability(), part, health)));
            } catch (RuntimeException | LinkageError e) {
                lines.add(new Line(source.getClass().getName(), "", new Health(State.DOWN,
                        "cannot tell its health: " + PenstockException.describe(e), clock.now())));
            }
        }
        lines.sort(Comparator.comparing(Line::capability).thenComparing(Line::part));
        return new HealthReport(List.copyOf(lines));
    }

    /** The worst state of all; UP when there is nothing. */
    public State worst() {
        return lines.stream().map(line -> line.health().state()).max(Comparator.naturalOrder()).orElse(State.UP);
    }

    /** Whether every capability itself (its parts aside) does its work. */
    public boolean ready() {
        return lines.stream().filter(line -> line.part().isEmpty()).map(line -> line.health().state())
                .allMatch(state -> state == State.UP || state == State.DEGRADED);
    }

    /** For JSON: the worst state, and every line. */
    public Map<String, Object> plain() {
        Map<String, Object> plain = new LinkedHashMap<>();
        plain.put("state", worst().name());
        plain.put("ready", ready());
        plain.put("parts", lines.stream().map(Line::row).toList());
        return plain;
    }
}
