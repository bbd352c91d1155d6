package io.penstock.pipes.component;

import io.penstock.core.plugin.Plugin;
import io.penstock.core.plugin.PluginComponent;
import io.penstock.core.plugin.PluginKind;
import io.penstock.pipes.lang.Catalog;
import io.penstock.pipes.run.PluginSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The plugins there are now; of two with one kind and name the one of higher ranking, then version, counts. Thread-safe. */
public final class PluginRegistry implements PluginSource {
    private record Entry(Plugin<?> plugin, PluginComponent component, int ranking, long order) {
    }

    private static final Comparator<Entry> BEST_FIRST = Comparator.comparingInt(Entry::ranking).reversed()
            .thenComparing(entry -> Version.parse(entry.component().version()), Comparator.reverseOrder())
            .thenComparingLong(Entry::order);

    private final List<Entry> entries = new ArrayList<>();
    private long count;

    /** Takes a plugin in; false when it has no {@link PluginComponent} to say its name. */
    public synchronized boolean add(Plugin<?> plugin, int ranking) {
        PluginComponent component = plugin.getClass().getAnnotation(PluginComponent.class);
        if (component == null) {
            return false;
        }
        entries.add(new Entry(plugin, component, ranking, count++));
        entries.sort(BEST_FIRST);
        return true;
    }

    /** Forgets a plugin. */
    public synchronized void remove(Plugin<?> plugin) {
        entries.removeIf(entry -> entry.plugin() == plugin);
    }

    @Override
    public synchronized Optional<Plugin<?>> find(PluginKind kind, String name) {
        for (Entry entry : entries) {
            if (entry.component().kind() == kind && entry.component().name().equals(name)) {
                return Optional.of(entry.plugin());
            }
        }
        return Optional.empty();
    }

    /** All of them as the language wants them, the best first. */
    public synchronized Catalog catalog() {
        return new Catalog(entries.stream().map(Entry::plugin).toList());
    }
}
