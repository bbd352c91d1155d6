package io.penstock.cli.local;

import io.penstock.core.error.ErrorKind;
import io.penstock.core.error.PenstockException;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.JarFile;
import java.util.jar.Manifest;

/**
 * The bundles of a distribution and of further folders, as jars in a plain JVM. Looking reads manifests; only what is asked
 * for is loaded. One thread looks; classes may then load others on any thread.
 */
public final class BundleJars {
    private static final String HEADER = "Provide-Capability";

    private final List<Path> own;
    private final List<Path> all;
    private final Map<Path, ClassLoader> loaders = new HashMap<>();
    private ClassLoader together;

    private BundleJars(List<Path> own, List<Path> all) {
        this.own = List.copyOf(own);
        this.all = List.copyOf(all);
    }

    /**
     * Looks into folders of bundles.
     *
     * @param folders those whose capabilities count; one that does not exist holds none
     * @param libraries a folder of bundles that offer packages only
     */
    public static BundleJars scan(List<Path> folders, Path libraries) {
        List<Path> own = folders.stream().flatMap(folder -> jars(folder).stream()).toList();
        List<Path> all = new ArrayList<>(own);
        all.addAll(jars(libraries));
        return new BundleJars(own, all);
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

    /** The jars whose capabilities count. */
    List<Path> jars() {
        return own;
    }

    /** What a jar's manifest offers. */
    static List<CapabilityClause> capabilities(Path jar) {
        try (JarFile file = new JarFile(jar.toFile(), false)) {
            Manifest manifest = file.getManifest();
            String header = manifest == null ? null : manifest.getMainAttributes().getValue(HEADER);
            return header == null ? List.of() : CapabilityClause.parse(header);
        } catch (IOException e) {
            throw new PenstockException(ErrorKind.CORRUPT, "plugins.jar", jar + " is no jar: " + PenstockException.describe(e), e);
        }
    }

    /** A new object of a jar's class, by its constructor without parameters. */
    Object make(Path jar, String className) throws ReflectiveOperationException {
        ClassLoader loader = loaders.computeIfAbsent(jar, path ->
                new BundleLoader(path, BundleJars.class.getClassLoader(), this::together));
        return Class.forName(className, true, loader).getConstructor().newInstance();
    }

    private synchronized ClassLoader together() {
        if (together == null) {
            together = BundleLoader.together(all, BundleJars.class.getClassLoader());
        }
        return together;
    }
}
