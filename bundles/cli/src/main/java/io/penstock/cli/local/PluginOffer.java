package io.penstock.cli.local;

import io.penstock.core.plugin.PluginComponent;
import io.penstock.core.plugin.PluginKind;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A plugin as a jar's manifest offers it: nothing of it is loaded yet. Immutable. */
record PluginOffer(PluginKind kind, String name, String className, Path jar) {
    /** The offers among a manifest's capabilities; those of other namespaces are passed over. */
    static List<PluginOffer> of(List<CapabilityClause> clauses, Path jar) {
        return clauses.stream().filter(clause -> clause.namespace().equals(PluginComponent.NAMESPACE))
                .flatMap(clause -> of(clause, jar).stream()).toList();
    }

    private static Optional<PluginOffer> of(CapabilityClause clause, Path jar) {
        String name = clause.attribute("name");
        String type = clause.attribute("class");
        for (PluginKind known : PluginKind.values()) {
            if (known.name().equalsIgnoreCase(clause.attribute("kind")) && !name.isEmpty() && !type.isEmpty()) {
                return Optional.of(new PluginOffer(known, name, type, jar));
            }
        }
        return Optional.empty();
    }
}
