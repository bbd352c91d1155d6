package io.penstock.pipes.lang;

import io.penstock.core.plugin.PluginKind;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Checks {@code requires:}: plugins by kind, name and range of versions. */
final class Requirements {
    private static final List<String> KEYS = List.of("plugin", "version");

    private Requirements() {
    }

    static void check(Node requires, Catalog catalog, Findings findings) {
        for (Node item : Tables.items(requires, "requires", findings)) {
            List<Node.Entry> entries = Tables.entries(item, "a requirement", findings);
            entries.stream().filter(entry -> !KEYS.contains(entry.key()))
                    .forEach(entry -> findings.unknownKey(entry, "a requirement", KEYS));
            if (item instanceof Node.Table table) {
                requirement(table, catalog, findings);
            }
        }
    }

    private static void requirement(Node.Table table, Catalog catalog, Findings findings) {
        String plugin = table.get("plugin").map(Node::plain).map(String::valueOf).orElse("");
        int dot = plugin.indexOf('.');
        Optional<PluginKind> kind = Arrays.stream(PluginKind.values())
                .filter(one -> dot > 0 && one.toString().equals(plugin.substring(0, dot))).findFirst();
        Node at = table.get("plugin").orElse(table);
        if (kind.isEmpty()) {
            findings.error(at.place(), "requires.plugin", "expected a kind and a name, such as \"input.file\", but found \""
                    + plugin + "\"");
            return;
        }
        String name = plugin.substring(dot + 1);
        Optional<Catalog.Known> known = catalog.find(kind.get(), name);
        if (known.isEmpty()) {
            findings.passable(at.place(), "plugin.missing", "there is no " + kind.get() + " plugin \"" + name + "\""
                    + PluginIndex.bundle(kind.get(), name).map(bundle -> "; install bundle " + bundle).orElse(""),
                    Optional.empty());
        }
        table.get("version").ifPresent(node -> version(node, known, plugin, findings));
    }

    private static void version(Node node, Optional<Catalog.Known> known, String plugin, Findings findings) {
        Optional<VersionRange> range = VersionRange.parse(String.valueOf(node.plain()));
        if (range.isEmpty()) {
            findings.error(node.place(), "requires.version", "expected a version or a range such as \"[1.2,2)\", but found "
                    + node.shown());
            return;
        }
        known.map(found -> found.component().version()).filter(version -> !range.get().includes(version))
                .ifPresent(version -> findings.passable(node.place(), "requires.version", "the pipe requires " + plugin
                        + " in version " + node.plain() + ", but " + version + " is installed", Optional.empty()));
    }
}
