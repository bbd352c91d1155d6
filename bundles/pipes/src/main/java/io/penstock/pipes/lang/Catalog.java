package io.penstock.pipes.lang;

import io.penstock.core.plugin.InputPlugin;
import io.penstock.core.plugin.OutputPlugin;
import io.penstock.core.plugin.Plugin;
import io.penstock.core.plugin.PluginComponent;
import io.penstock.core.plugin.PluginKind;
import io.penstock.core.plugin.TransformPlugin;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** The plugins there are, by kind and name. Immutable. */
public final class Catalog {
    /** A plugin with its description. */
    public record Known(PluginComponent component, Plugin<?> plugin) {
    }

    private final Map<PluginKind, Map<String, Known>> plugins = new EnumMap<>(PluginKind.class);

    /** Of these plugins; one that is not annotated is left out, of two with one name the first counts. */
    public Catalog(Collection<? extends Plugin<?>> available) {
        for (PluginKind kind : PluginKind.values()) {
            plugins.put(kind, new TreeMap<>());
        }
        for (Plugin<?> plugin : available) {
            PluginComponent component = plugin.getClass().getAnnotation(PluginComponent.class);
            if (component != null) {
                plugins.get(kind(plugin)).putIfAbsent(component.name(), new Known(component, plugin));
            }
        }
    }

    private static PluginKind kind(Plugin<?> plugin) {
        if (plugin instanceof InputPlugin<?>) {
            return PluginKind.INPUT;
        }
        return plugin instanceof TransformPlugin<?> ? PluginKind.TRANSFORM : PluginKind.OUTPUT;
    }

    /** The plugin of that kind and name. */
    public Optional<Known> find(PluginKind kind, String name) {
        return Optional.ofNullable(plugins.get(kind).get(name));
    }

    /** All of a kind, by name. */
    public List<Known> all(PluginKind kind) {
        return List.copyOf(plugins.get(kind).values());
    }

    Set<String> names(PluginKind kind) {
        return plugins.get(kind).keySet();
    }
}
