package io.penstock.pipes.lang;

import io.penstock.core.error.PenstockException;
import io.penstock.core.options.Bound;
import io.penstock.core.options.OptionProblem;
import io.penstock.core.options.Options;
import io.penstock.core.options.Suggestions;
import io.penstock.core.plugin.InputPlugin;
import io.penstock.core.plugin.Plugin;
import io.penstock.core.plugin.PluginKind;
import io.penstock.core.plugin.TransformPlugin;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Checks every node against its plugin: is it there, do its options fit, do its ports exist. One use, one thread. */
final class PluginCheck {
    private final Findings findings;
    private final Catalog catalog;
    private final ExpressionCheck expressions;
    private final Map<String, List<String>> ports = new HashMap<>();

    PluginCheck(Findings findings, Catalog catalog, ExpressionCheck expressions) {
        this.findings = findings;
        this.catalog = catalog;
        this.expressions = expressions;
    }

    void check(List<Draft> drafts) {
        drafts.forEach(draft -> draft.use().ifPresent(use -> check(draft, use)));
        expressions.check();
        drafts.forEach(this::checkPorts);
        warnOfUnusedPorts(drafts);
    }

    private void check(Draft draft, Draft.Use use) {
        Optional<Catalog.Known> known = catalog.find(draft.kind(), use.plugin());
        if (known.isEmpty()) {
            missing(draft.kind(), use);
            return;
        }
        Plugin<?> plugin = known.get().plugin();
        bind(draft, use, plugin);
        if (draft.settings().containsKey("schedule") && plugin instanceof InputPlugin<?> input && !input.scheduled()) {
            findings.error(draft.settings().get("schedule").place(), "schedule.not-scheduled", "the input \"" + use.plugin()
                    + "\" does not run on a schedule: it reads whenever there is something");
        }
    }

    private void missing(PluginKind kind, Draft.Use use) {
        Optional<String> bundle = PluginIndex.bundle(kind, use.plugin());
        Set<String> names = new LinkedHashSet<>(catalog.names(kind));
        names.addAll(PluginIndex.names(kind));
        Optional<String> elsewhere = java.util.Arrays.stream(PluginKind.values()).filter(other -> other != kind
                && (catalog.find(other, use.plugin()).isPresent() || PluginIndex.bundle(other, use.plugin()).isPresent()))
                .map(PluginKind::toString).findFirst();
        String advice = bundle.map(name -> "; install bundle " + name)
                .or(() -> elsewhere.map(other -> "; \"" + use.plugin() + "\" is a plugin of kind " + other)).orElse("");
        findings.passable(use.place(), "plugin.missing", "there is no " + kind + " plugin \"" + use.plugin() + "\"" + advice,
                bundle.isPresent() ? Optional.empty() : Suggestions.nearest(use.plugin(), names));
    }

    private <O> void bind(Draft draft, Draft.Use use, Plugin<O> plugin) {
        Bound<O> bound = Options.of(plugin.options()).bind(use.options().plain());
        Node at = use.options().isNothing() ? Node.made(null, use.place()) : use.options();
        bound.problems().forEach(problem -> Tables.report(problem, at, findings));
        if (bound.value().isEmpty()) {
            return;
        }
        O options = bound.value().get();
        List<OptionProblem> problems = checked(plugin, options, use);
        problems.forEach(problem -> Tables.report(problem, at, findings));
        expressions.collect(plugin.options(), options, at);
        if (plugin instanceof TransformPlugin<?> && problems.isEmpty()) {
            @SuppressWarnings("unchecked")
            TransformPlugin<O> transform = (TransformPlugin<O>) plugin;
            ports.put(draft.id(), transform.ports(options));
        }
    }

    /** A plugin's own check is foreign code: whatever it throws is one finding. */
    private <O> List<OptionProblem> checked(Plugin<O> plugin, O options, Draft.Use use) {
        try {
            return plugin.check(options);
        } catch (RuntimeException | LinkageError e) {
            findings.error(use.place(), "plugin.check", "the plugin \"" + use.plugin() + "\" failed to check its options: "
                    + PenstockException.describe(e));
            return List.of();
        }
    }

    private void checkPorts(Draft draft) {
        for (Draft.Wire wire : draft.from().orElse(List.of())) {
            List<String> known = ports.get(wire.node());
            if (!wire.port().isEmpty() && known != null && !known.contains(wire.port())) {
                findings.error(wire.place(), "graph.port-unknown", "the step \"" + wire.node() + "\" has no port \""
                        + wire.port() + "\"; " + (known.isEmpty() ? "it has none" : "it has " + String.join(", ", known)),
                        Suggestions.nearest(wire.port(), known));
            }
        }
    }

    private void warnOfUnusedPorts(List<Draft> drafts) {
        Set<String> taken = new LinkedHashSet<>();
        drafts.forEach(draft -> draft.from().orElse(List.of()).forEach(wire -> taken.add(wire.toString())));
        for (Draft draft : drafts) {
            for (String port : ports.getOrDefault(draft.id(), List.of())) {
                if (!taken.contains(draft.id() + "." + port)) {
                    findings.warning(draft.place(), "graph.port-unused", "nothing takes from \"" + draft.id() + "." + port
                            + "\": events that go there are dropped");
                }
            }
        }
    }
}
