package io.penstock.pipes.lang;

import io.penstock.core.options.Suggestions;
import io.penstock.core.plugin.PluginKind;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads inputs, steps and outputs in their long and short forms. One use, one thread. */
final class DraftReader {
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{1,64}");
    private static final Map<PluginKind, List<String>> KEYS = Map.of(
            PluginKind.INPUT, List.of("schedule"),
            PluginKind.TRANSFORM, List.of("id", "from", "on-error"),
            PluginKind.OUTPUT, List.of("from", "batch", "retry", "buffer", "on-error"));

    private final Findings findings;
    private final Catalog catalog;
    private final List<Draft> drafts = new ArrayList<>();
    private final Set<String> ids = new HashSet<>();
    private final Map<String, Integer> counts = new HashMap<>();

    DraftReader(Findings findings, Catalog catalog) {
        this.findings = findings;
        this.catalog = catalog;
    }

    /** Everything read, in the order inputs, steps, outputs. */
    List<Draft> drafts() {
        return List.copyOf(drafts);
    }

    /** {@code inputs:} or {@code outputs:}. */
    void named(PluginKind kind, Node node) {
        for (Node.Entry entry : Tables.entries(node, kind + "s", findings)) {
            add(draft(kind, entry.key(), entry.place(), entry.value()));
        }
    }

    /** {@code input:} or {@code output:}. */
    void single(PluginKind kind, Node node) {
        Draft draft = draft(kind, kind.toString(), node.place(), node);
        add(kind == PluginKind.INPUT ? ShortInput.liftSchedule(draft, catalog) : ShortOutput.console(draft, catalog));
    }

    /** {@code steps:} or {@code actions:}. */
    void steps(Node node, String where) {
        for (Node item : Tables.items(node, where, findings)) {
            Optional<String> id = Optional.empty();
            if (item instanceof Node.Table table && table.get("id").isPresent()) {
                id = text(table.get("id").get(), "id");
            }
            Draft draft = draft(PluginKind.TRANSFORM, id.orElse(""), item.place(), item);
            add(id.isPresent() ? draft : new Draft(draft.kind(), inventedId(draft), draft.place(), draft.use(),
                    draft.from(), draft.settings()));
        }
    }

    private String inventedId(Draft draft) {
        String name = draft.use().map(Draft.Use::plugin).orElse("step");
        String base = ID.matcher(name).matches() ? name : "step";
        String id;
        do {
            int count = counts.merge(base, 1, Integer::sum);
            id = count == 1 ? base : base + "-" + count;
        } while (ids.contains(id));
        return id;
    }

    private void add(Draft draft) {
        if (!ID.matcher(draft.id()).matches()) {
            findings.error(draft.place(), "graph.id", "expected a name of letters, digits, \"-\" and \"_\", at most 64, "
                    + "but found \"" + draft.id() + "\"");
        }
        if (!ids.add(draft.id())) {
            findings.error(draft.place(), "graph.duplicate-id", "there is another node called \"" + draft.id()
                    + "\"; inputs, steps and outputs share one set of names");
        }
        drafts.add(draft);
    }

    private Draft draft(PluginKind kind, String id, Place place, Node node) {
        if (node instanceof Node.Scalar scalar && scalar.value() instanceof String plugin) {
            Draft.Use use = new Draft.Use(plugin, scalar.place(), Node.made(null, scalar.place()));
            return new Draft(kind, id, place, Optional.of(use), Optional.empty(), Map.of());
        }
        if (!(node instanceof Node.Table table)) {
            findings.error(node.place(), "pipe.type", "expected a plugin with its options, but found " + node.shown());
            return new Draft(kind, id, place, Optional.empty(), Optional.empty(), Map.of());
        }
        Map<String, Node> settings = new LinkedHashMap<>();
        List<Node.Entry> plugins = new ArrayList<>();
        for (Node.Entry entry : table.entries()) {
            if (KEYS.get(kind).contains(entry.key())) {
                settings.put(entry.key(), entry.value());
            } else {
                plugins.add(entry);
            }
        }
        Optional<List<Draft.Wire>> from = Optional.ofNullable(settings.get("from")).map(this::wires);
        return new Draft(kind, id, place, plugin(kind, table, plugins), from, settings);
    }

    private Optional<Draft.Use> plugin(PluginKind kind, Node.Table table, List<Node.Entry> candidates) {
        if (candidates.isEmpty()) {
            findings.error(table.place(), "plugin.none", "expected the name of " + article(kind)
                    + " with its options, such as " + example(kind));
            return Optional.empty();
        }
        Set<String> known = new HashSet<>(catalog.names(kind));
        known.addAll(PluginIndex.names(kind));
        Node.Entry chosen = candidates.stream().filter(entry -> known.contains(entry.key())).findFirst()
                .orElse(candidates.stream().filter(entry -> !looksLikeKey(kind, entry)).findFirst()
                        .orElse(candidates.get(0)));
        for (Node.Entry other : candidates) {
            if (other != chosen) {
                extra(kind, other, known, chosen);
            }
        }
        return Optional.of(new Draft.Use(chosen.key(), chosen.place(), chosen.value()));
    }

    private static boolean looksLikeKey(PluginKind kind, Node.Entry entry) {
        return Suggestions.nearest(entry.key(), KEYS.get(kind)).isPresent();
    }

    private void extra(PluginKind kind, Node.Entry other, Collection<String> known, Node.Entry chosen) {
        if (known.contains(other.key())) {
            findings.error(other.place(), "plugin.two", "one node has one plugin: \"" + chosen.key() + "\" and \""
                    + other.key() + "\" must be two nodes");
        } else {
            findings.unknownKey(other, article(kind).replaceFirst("^an? ", "the "), KEYS.get(kind));
        }
    }

    private static String article(PluginKind kind) {
        return kind == PluginKind.TRANSFORM ? "a step" : "an " + kind;
    }

    private static String example(PluginKind kind) {
        return kind == PluginKind.INPUT ? "file: {paths: [a.log]}" : kind == PluginKind.OUTPUT ? "console: json"
                : "filter: \"status >= 500\"";
    }

    private List<Draft.Wire> wires(Node node) {
        List<Draft.Wire> wires = new ArrayList<>();
        List<Node> items = node instanceof Node.Items list ? list.items() : List.of(node);
        for (Node item : items) {
            text(item, "from").ifPresent(name -> {
                int dot = name.indexOf('.');
                wires.add(dot < 0 ? new Draft.Wire(name, "", item.place())
                        : new Draft.Wire(name.substring(0, dot), name.substring(dot + 1), item.place()));
            });
        }
        if (items.isEmpty()) {
            findings.error(node.place(), "graph.from", "expected at least one node to take from");
        }
        return wires;
    }

    private Optional<String> text(Node node, String key) {
        if (node.plain() instanceof String text && !text.isBlank()) {
            return Optional.of(text);
        }
        findings.error(node.place(), "pipe.type", key + " expects the name of a node, but found " + node.shown());
        return Optional.empty();
    }
}
