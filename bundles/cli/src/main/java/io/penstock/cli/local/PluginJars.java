package io.penstock.cli.local;

import io.penstock.core.error.ErrorKind;
import io.penstock.core.error.PenstockException;
import io.penstock.core.plugin.Plugin;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** The plugins among bundles. Only a plugin that is asked for is loaded. One thread. */
public final class PluginJars {
    private final List<PluginOffer> offers;
    private final BundleJars jars;
    private final Map<String, Plugin<?>> loaded = new HashMap<>();

    private PluginJars(List<PluginOffer> offers, BundleJars jars) {
        this.offers = List.copyOf(offers);
        this.jars = jars;
    }

    /**
     * Looks into folders of bundles.
     *
     * @param folders those with plugins; one that does not exist holds none
     * @param libraries a folder of bundles that offer packages, but no plugins
     */
    public static PluginJars scan(List<Path> folders, Path libraries) {
        BundleJars jars = BundleJars.scan(folders, libraries);
        List<PluginOffer> offers = new ArrayList<>();
        jars.jars().forEach(jar -> offers.addAll(PluginOffer.of(BundleJars.capabilities(jar), jar)));
        return new PluginJars(offers, jars);
    }

    /** What is offered, by kind and name, as rows. */
    public List<Map<String, Object>> rows() {
        List<Map<String, Object>> rows = new ArrayList<>();
        offers.stream().sorted(Comparator.comparing(PluginOffer::kind).thenComparing(PluginOffer::name)).forEach(offer -> {
            Map<String, Object> row = new LinkedHashMap<>();
            row.put("kind", offer.kind().name());
            row.put("name", offer.name());
            row.put("jar", offer.jar().toString());
            rows.add(row);
        });
        return rows;
    }

    /** The plugins whose name is wanted. */
    public List<Plugin<?>> load(Predicate<String> wanted) {
        List<Plugin<?>> plugins = new ArrayList<>();
        for (PluginOffer offer : offers) {
            if (wanted.test(offer.name())) {
                plugins.add(loaded.computeIfAbsent(offer.className() + " " + offer.jar(), key -> load(offer)));
            }
        }
        return plugins;
    }

    /** Every plugin there is. */
    public List<Plugin<?>> loadAll() {
        return load(name -> true);
    }

    private Plugin<?> load(PluginOffer offer) {
        try {
            return (Plugin<?>) jars.make(offer.jar(), offer.className());
        } catch (ReflectiveOperationException | LinkageError | ClassCastException e) {
            throw new PenstockException(ErrorKind.INVALID, "plugins.unloadable", "the " + offer.kind() + " " + offer.name()
                    + " of " + offer.jar() + " cannot be loaded: " + PenstockException.describe(e), e);
        }
    }
}
