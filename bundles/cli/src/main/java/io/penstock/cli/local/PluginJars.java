package io.penstock.cli.local;

import io.penstock.core.error.ErrorKind;
import io.penstock.core.error.PenstockException;
import io.penstock.core.plugin.Plugin;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.jar.JarFile;
import java.util.jar.Manifest;

/**
 * The plugins of a distribution and of a drop folder. Looking reads manifests; only a plugin that is asked for is loaded.
 * One thread.
 */
public final class PluginJars {
    private static final String HEADER = "Provide-Capability";

    private final List<PluginOffer> offers;
    private final List<Path> all;
    private final Map<Path, ClassLoader> loaders = new HashMap<>();
    private final Map<String, Plugin<?>> loaded = new HashMap<>();
    private ClassLoader together;

    private PluginJars(List<PluginOffer> offers, List<Path> all) {
        this.offers = offers;
        this.all = all;
    }

    /**
     * Looks into folders of bundles.
     *
     * @param folders those with plugins; one that does not exist holds none
     * @param libraries a folder of bundles that offer packages, but no plugins
     */
    public static PluginJars scan(List<Path> folders, Path libraries) {
        List<PluginOffer> offers = new ArrayList<>();
        List<Path> all = new ArrayList<>();
        for (Path folder : folders) {
            for (Path jar : jars(folder)) {
                offers.addAll(offers(jar));
                all.add(jar);
            }
        }
        all.addAll(jars(libraries));
        return new PluginJars(List.copyOf(offers), List.copyOf(all));
    }

    private static List<Path> jars(Path folder) {
        List<Path> jars = new ArrayList<>();
        if (Files.isDirectory(folder)) {
            try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder, "[!.]*.jar")) {
                entries.forEach(jars::add);
            } catch (IOException e) {
                throw new PenstockException(ErrorKind.DENIED, "plugins.folder",
                        folder + " cannot be read: " + PenstockException.describe(e), e);
            }
        }
        jars.sort(null);
        return jars;
    }

    private static List<PluginOffer> offers(Path jar) {
        try (JarFile file = new JarFile(jar.toFile(), false)) {
            Manifest manifest = file.getManifest();
            String header = manifest == null ? null : manifest.getMainAttributes().getValue(HEADER);
            return header == null ? List.of() : PluginOffer.parse(header, jar);
        } catch (IOException e) {
            throw new PenstockException(ErrorKind.CORRUPT, "plugins.jar", jar + " is no jar: " + PenstockException.describe(e), e);
        }
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
            ClassLoader loader = loaders.computeIfAbsent(offer.jar(), this::loader);
            return (Plugin<?>) Class.forName(offer.className(), true, loader).getConstructor().newInstance();
        } catch (ReflectiveOperationException | LinkageError | ClassCastException e) {
            throw new PenstockException(ErrorKind.INVALID, "plugins.unloadable", "the " + offer.kind() + " " + offer.name()
                    + " of " + offer.jar() + " cannot be loaded: " + PenstockException.describe(e), e);
        }
    }

    private ClassLoader loader(Path jar) {
        return new BundleLoader(jar, PluginJars.class.getClassLoader(), this::together);
    }

    private ClassLoader together() {
        if (together == null) {
            together = BundleLoader.together(all, PluginJars.class.getClassLoader());
        }
        return together;
    }
}
