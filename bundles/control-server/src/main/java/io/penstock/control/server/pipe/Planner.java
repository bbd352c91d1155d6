package io.penstock.control.server.pipe;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Tells what an agent is to run. Pure: the same agent and configuration yield the same plan. */
public final class Planner {
    /** Under what an agent's settings are placed, next to its pipes. */
    public static final String SETTINGS = "settings";

    private Planner() {
    }

    /** What the agent is to run, by pipe id. */
    public static SortedMap<String, Spec> plan(AgentFacts agent, Configuration configuration) {
        SortedMap<String, Spec> plan = new TreeMap<>();
        for (PlannedPipe pipe : configuration.pipes().values()) {
            spec(agent, pipe, configuration).ifPresent(spec -> plan.put(pipe.id(), spec));
        }
        return plan;
    }

    /** What the agent is to run of one pipe. */
    public static Optional<Spec> spec(AgentFacts agent, PlannedPipe pipe, Configuration configuration) {
        if (pipe.wanted().isEmpty() || !pipe.assignedTo(agent)) {
            return Optional.empty();
        }
        PlannedPipe.Wanted wanted = pipe.wanted().get();
        TreeMap<String, Object> params = new TreeMap<>();
        wanted.params().keySet().forEach(key -> configuration.parameters().resolve(agent, key)
                .ifPresent(value -> params.put(key, value.value())));
        return Optional.of(new Spec(pipe.id(), pipe.name(), wanted.revision(), pipe.desired(), wanted.artifact(),
                wanted.size(), Collections.unmodifiableSortedMap(params), pipe.health(), pipe.onFailure()));
    }

    /** The settings an agent is to have. */
    public static SortedMap<String, Object> settings(AgentFacts agent, Configuration configuration) {
        SortedMap<String, Object> settings = new TreeMap<>();
        configuration.settings().resolve(agent).forEach((key, value) -> settings.put(key, value.value()));
        return settings;
    }

    /** The parameters of the agent's pipes, by pipe id, with the pipes' defaults as the weakest level. */
    public static SortedMap<String, List<Resolved>> parameters(AgentFacts agent, Configuration configuration) {
        SortedMap<String, List<Resolved>> all = new TreeMap<>();
        for (PlannedPipe pipe : configuration.pipes().values()) {
            if (pipe.wanted().isPresent() && pipe.assignedTo(agent)) {
                List<Resolved> values = new ArrayList<>();
                pipe.wanted().get().params().forEach((key, fallback) ->
                        resolved(agent, pipe, key, fallback, configuration.parameters()).ifPresent(values::add));
                values.sort((one, other) -> one.key().compareTo(other.key()));
                all.put(pipe.id(), List.copyOf(values));
            }
        }
        return all;
    }

    private static Optional<Resolved> resolved(AgentFacts agent, PlannedPipe pipe, String key, Optional<Object> fallback,
                                               EntrySets parameters) {
        Optional<Origin> own = fallback.map(value -> new Origin(value, Level.PIPE, pipe.name()));
        Optional<Resolved> set = parameters.resolve(agent, key);
        if (set.isEmpty()) {
            return own.map(origin -> new Resolved(key, origin.value(), Level.PIPE, pipe.name(), List.of(), false));
        }
        Resolved value = set.get();
        List<Origin> hidden = new ArrayList<>(value.overridden());
        own.ifPresent(hidden::add);
        return Optional.of(new Resolved(key, value.value(), value.level(), value.owner(), List.copyOf(hidden),
                value.ambiguous()));
    }
}
