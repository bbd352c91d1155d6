package io.penstock.control.server.rollout;

import io.penstock.control.api.Json;
import io.penstock.control.server.fleet.AgentRow;
import io.penstock.control.server.fleet.AgentTable;
import io.penstock.control.server.fleet.Placement;
import io.penstock.control.server.fleet.PlacementTable;
import io.penstock.control.server.pipe.AgentFacts;
import io.penstock.control.server.pipe.Configuration;
import io.penstock.control.server.pipe.Planner;
import io.penstock.control.server.pipe.PlannedPipe;
import io.penstock.control.server.pipe.Spec;
import io.penstock.control.server.pipe.Touch;
import io.penstock.control.server.store.Rows;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.function.Predicate;

/** Finds out what a configuration would change on agents. One transaction, one thread. */
final class Touches {
    private final Json json;
    private final Map<String, Map<String, Placement>> placements = new HashMap<>();
    private final Set<String> refused = new HashSet<>();
    private final Map<Object, String> hashes = new HashMap<>();
    /** Bodies of all specs that were planned, by hash. */
    private final Map<String, String> specs = new HashMap<>();
    private final Collection<AgentRow> agents;

    /** With what these agents have now. */
    Touches(Rows rows, Json json, Collection<AgentRow> agents) {
        this.json = json;
        this.agents = agents.stream().filter(AgentRow::active).toList();
        List<Placement> found = this.agents.size() > 1000 ? PlacementTable.all(rows)
                : PlacementTable.of(rows, this.agents.stream().map(AgentRow::id).toList());
        found.forEach(one -> placements.computeIfAbsent(one.agentId(), id -> new HashMap<>()).put(one.pipeId(), one));
        PlacementTable.refusals(rows).forEach(one -> refused.add(key(one.agentId(), one.pipeId(), one.spec())));
    }

    /** All agents there are. */
    static Touches all(Rows rows, Json json) {
        return new Touches(rows, json, AgentTable.all(rows, json));
    }

    Collection<AgentRow> agents() {
        return agents;
    }

    Map<String, String> specs() {
        return specs;
    }

    private static String key(String agentId, String pipeId, String spec) {
        return agentId + "|" + pipeId + "|" + spec;
    }

    /** What changes, of the pipes (and the settings) that {@code scope} lets through. */
    List<Touch> of(Configuration after, Predicate<String> scope) {
        List<Touch> touches = new ArrayList<>();
        for (AgentRow agent : agents) {
            Set<String> places = new TreeSet<>(placements.getOrDefault(agent.id(), Map.of()).keySet());
            places.addAll(after.pipes().keySet());
            places.add(Planner.SETTINGS);
            for (String place : places) {
                if (scope.test(place)) {
                    touch(agent, place, planned(agent.facts(), place, after)).ifPresent(touches::add);
                }
            }
        }
        return touches;
    }

    private Optional<Touch> touch(AgentRow agent, String place, Optional<String> after) {
        Optional<Placement> now = placement(agent.id(), place);
        return now.flatMap(Placement::spec).equals(after) ? Optional.empty()
                : Optional.of(new Touch(agent.id(), place, now.flatMap(this::offered), after));
    }

    /** What goes to the agent now: not what it has refused. */
    private Optional<String> offered(Placement placement) {
        return placement.spec().filter(spec -> !refused.contains(key(placement.agentId(), placement.pipeId(), spec)))
                .or(() -> placement.spec().flatMap(any -> placement.previous()));
    }

    Optional<Placement> placement(String agentId, String place) {
        return Optional.ofNullable(placements.getOrDefault(agentId, Map.of()).get(place));
    }

    /** Hash of what a configuration wants at one place. */
    Optional<String> planned(AgentFacts agent, String place, Configuration configuration) {
        if (place.equals(Planner.SETTINGS)) {
            SortedMap<String, Object> settings = Planner.settings(agent, configuration);
            boolean never = settings.isEmpty() && placement(agent.id(), place).isEmpty();
            return never ? Optional.empty() : Optional.of(hash(settings, json.text(settings)));
        }
        PlannedPipe pipe = configuration.pipes().get(place);
        return Optional.ofNullable(pipe).flatMap(found -> Planner.spec(agent, found, configuration)).map(this::hash);
    }

    private String hash(Spec spec) {
        String known = hashes.get(spec);
        return known == null ? hash(spec, spec.body(json)) : known;
    }

    private String hash(Object key, String body) {
        return hashes.computeIfAbsent(key, any -> {
            String hash = Spec.hash(body);
            specs.put(hash, body);
            return hash;
        });
    }
}
