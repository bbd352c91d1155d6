package io.penstock.control.server.fleet;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.penstock.control.api.MetricKind;
import io.penstock.control.api.MetricLine;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/**
 * The newest measurements of agents, in memory: for a look at one agent, not for keeping. Whoever wants to keep them sends them
 * to a store for measurements. Thread-safe.
 */
final class Series {
    /** Of all agents together; more are dropped, and counted. */
    static final int MAX_SERIES = 50_000;
    private static final int MAX_POINTS = 60;
    private final Map<String, Map<Key, One>> byAgent = new HashMap<>();
    private int count;
    private long dropped;

    private record Key(String name, SortedMap<String, String> labels) {
    }

    private static final class One {
        private final MetricKind kind;
        private final Deque<Point> points = new ArrayDeque<>();

        private One(MetricKind kind) {
            this.kind = kind;
        }
    }

    /** A measured value; as in the API. */
    record Point(Instant at, double value) {
    }

    /** One series; as in the API. */
    record Shown(String name, MetricKind kind, SortedMap<String, String> labels, List<Point> points) {
        @JsonIgnore
        String order() {
            return name + labels;
        }
    }

    synchronized void add(String agentId, List<MetricLine> lines) {
        Map<Key, One> own = byAgent.computeIfAbsent(agentId, id -> new HashMap<>());
        for (MetricLine line : lines) {
            Key key = new Key(line.name(), line.labels());
            One one = own.get(key);
            if (one == null && count >= MAX_SERIES) {
                dropped++;
                continue;
            }
            if (one == null) {
                one = new One(line.kind());
                own.put(key, one);
                count++;
            }
            one.points.addLast(new Point(line.at(), line.value()));
            if (one.points.size() > MAX_POINTS) {
                one.points.removeFirst();
            }
        }
    }

    /** An agent's, sorted by name. */
    synchronized List<Shown> of(String agentId, Optional<String> name, Instant from, Instant to) {
        List<Shown> found = new ArrayList<>();
        byAgent.getOrDefault(agentId, Map.of()).forEach((key, one) -> {
            if (name.isEmpty() || name.get().equals(key.name())) {
                found.add(new Shown(key.name(), one.kind, key.labels(), one.points.stream()
                        .filter(point -> !point.at().isBefore(from) && point.at().isBefore(to)).toList()));
            }
        });
        found.sort((one, other) -> one.order().compareTo(other.order()));
        return found;
    }

    /** Forgets what nobody has told for long. */
    synchronized void tidy(Instant before) {
        byAgent.values().removeIf(own -> {
            int size = own.size();
            own.values().removeIf(one -> one.points.isEmpty() || one.points.getLast().at().isBefore(before));
            count -= size - own.size();
            return own.isEmpty();
        });
    }

    synchronized int count() {
        return count;
    }

    synchronized long dropped() {
        return dropped;
    }
}
