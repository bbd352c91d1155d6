package io.penstock.pipes.lang;

import io.penstock.core.options.Suggestions;
import io.penstock.core.plugin.PluginKind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Makes a graph of drafts: fills in what {@code from} leaves out, and finds what hangs in the air or goes round. */
final class Wiring {
    private final Findings findings;
    private final Map<String, Draft> byId = new LinkedHashMap<>();

    Wiring(Findings findings) {
        this.findings = findings;
    }

    /** The drafts with all their wires, inputs first, then steps each behind what it takes from, then outputs. */
    List<Draft> wire(List<Draft> drafts) {
        List<Draft> inputs = of(PluginKind.INPUT, drafts);
        Optional<String> before = inputs.size() == 1 ? Optional.of(inputs.get(0).id()) : Optional.empty();
        for (Draft draft : drafts) {
            Draft wired = draft.kind() == PluginKind.INPUT || draft.from().isPresent() ? draft
                    : draft.withFrom(guess(draft, before, inputs.size()));
            byId.putIfAbsent(wired.id(), wired);
            if (draft.kind() == PluginKind.TRANSFORM) {
                before = Optional.of(draft.id());
            }
        }
        List<Draft> wired = List.copyOf(byId.values());
        wired.forEach(this::checkWires);
        List<Draft> ordered = new ArrayList<>(of(PluginKind.INPUT, wired));
        ordered.addAll(ordered(of(PluginKind.TRANSFORM, wired)));
        ordered.addAll(of(PluginKind.OUTPUT, wired));
        if (!findings.blocked()) {
            findDeadEnds(ordered);
        }
        return ordered;
    }

    private static List<Draft> of(PluginKind kind, List<Draft> drafts) {
        return drafts.stream().filter(draft -> draft.kind() == kind).toList();
    }

    private List<Draft.Wire> guess(Draft draft, Optional<String> before, int inputs) {
        if (before.isEmpty()) {
            findings.error(draft.place(), "graph.from-missing", inputs == 0 ? "\"" + draft.id()
                    + "\" has nothing to take from: the pipe has no input" : "\"" + draft.id()
                    + "\" does not say what it takes from, and there are several inputs: write from: [...]");
            return List.of();
        }
        return List.of(new Draft.Wire(before.get(), "", draft.place()));
    }

    private void checkWires(Draft draft) {
        Set<String> seen = new HashSet<>();
        for (Draft.Wire wire : draft.from().orElse(List.of())) {
            Draft source = byId.get(wire.node());
            if (source == null || source.kind() == PluginKind.OUTPUT) {
                Set<String> sources = new LinkedHashSet<>(byId.keySet());
                sources.removeIf(id -> byId.get(id).kind() == PluginKind.OUTPUT || id.equals(draft.id()));
                findings.error(wire.place(), "graph.from-unknown", source == null
                        ? "there is no node \"" + wire.node() + "\" to take from"
                        : "\"" + wire.node() + "\" is an output; nothing comes out of it",
                        Suggestions.nearest(wire.node(), sources));
            } else if (source.kind() == PluginKind.INPUT && !wire.port().isEmpty()) {
                findings.error(wire.place(), "graph.port-unknown", "the input \"" + wire.node() + "\" has no ports");
            }
            if (!seen.add(wire.toString())) {
                findings.error(wire.place(), "graph.from-twice", "\"" + draft.id() + "\" takes from \"" + wire + "\" twice");
            }
        }
    }

    private List<Draft> ordered(List<Draft> steps) {
        Map<String, Integer> state = new HashMap<>();
        List<Draft> ordered = new ArrayList<>();
        for (Draft step : steps) {
            visit(step, state, ordered, new ArrayList<>());
        }
        return ordered;
    }

    private void visit(Draft step, Map<String, Integer> state, List<Draft> ordered, List<String> path) {
        int seen = state.getOrDefault(step.id(), 0);
        path.add(step.id());
        if (seen == 1) {
            List<String> round = path.subList(path.indexOf(step.id()), path.size());
            findings.error(step.place(), "graph.cycle", "events would go round for ever: " + String.join(" <- ", round));
        } else if (seen == 0) {
            state.put(step.id(), 1);
            for (Draft.Wire wire : step.from().orElse(List.of())) {
                Draft source = byId.get(wire.node());
                if (source != null && source.kind() == PluginKind.TRANSFORM) {
                    visit(source, state, ordered, path);
                }
            }
            state.put(step.id(), 2);
            ordered.add(step);
        }
        path.remove(path.size() - 1);
    }

    private void findDeadEnds(List<Draft> drafts) {
        Set<String> alive = new HashSet<>();
        for (int i = drafts.size() - 1; i >= 0; i--) {
            Draft draft = drafts.get(i);
            if (draft.kind() == PluginKind.OUTPUT || alive.contains(draft.id())) {
                draft.from().orElse(List.of()).forEach(wire -> alive.add(wire.node()));
            }
        }
        for (Draft draft : drafts) {
            if (draft.kind() != PluginKind.OUTPUT && !alive.contains(draft.id())) {
                findings.error(draft.place(), "graph.dead-end", "what comes out of \"" + draft.id()
                        + "\" reaches no output; take from it, or remove it");
            }
        }
    }
}
