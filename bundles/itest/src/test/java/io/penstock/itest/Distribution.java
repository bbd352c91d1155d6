package io.penstock.itest;

import static org.ops4j.pax.exam.CoreOptions.bundle;
import static org.ops4j.pax.exam.CoreOptions.composite;
import static org.ops4j.pax.exam.CoreOptions.frameworkProperty;

import io.penstock.cli.launch.LaunchOptions;
import io.penstock.cli.launch.Launcher;
import io.penstock.cli.launch.Mode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.ops4j.pax.exam.Option;

/** A distribution as the build made it, and how to start its bundles in a container of Pax Exam. Immutable. */
record Distribution(Path folder) {
    /** Tests run beside each other, and beside a runtime that may be in use: no fixed ports. */
    private static final String QUIET = "[admin]\naddress = \"none\"\n\n[admin-console]\naddress = \"none\"\n";

    /** The one with drop folder, shell and console. */
    static Distribution full() {
        return of("penstock.test.full");
    }

    /** The one that runs only what it was built with. */
    static Distribution agent() {
        return of("penstock.test.agent");
    }

    private static Distribution of(String property) {
        String folder = System.getProperty(property);
        if (folder == null || !Files.isDirectory(Path.of(folder))) {
            throw new IllegalStateException(property + " is " + folder + "; expected a distribution: run mvn verify from the root");
        }
        return new Distribution(Path.of(folder).toAbsolutePath().normalize());
    }

    /** An empty home folder for one test. */
    static Path newHome(String name) {
        try {
            Path work = Path.of(System.getProperty("penstock.test.work")).toAbsolutePath().normalize();
            Files.createDirectories(work);
            Path home = Files.createTempDirectory(work, name + "-");
            for (String folder : List.of("conf", "pipes", "plugins", "data")) {
                Files.createDirectory(home.resolve(folder));
            }
            Files.writeString(home.resolve("conf/penstock.toml"), QUIET);
            return home;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Every bundle the distribution holds, platform first. */
    List<Path> jars() {
        List<Path> jars = new ArrayList<>();
        for (String name : List.of("system", "bundles")) {
            try (Stream<Path> files = Files.list(folder.resolve(name))) {
                files.filter(file -> file.toString().endsWith(".jar")).sorted().forEach(jars::add);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return jars;
    }

    /** The bundles and the framework properties the launcher would give them. */
    Option bundlesAt(Path home) {
        List<Option> options = new ArrayList<>();
        jars().forEach(jar -> options.add(bundle(jar.toUri().toString()).startLevel(level(jar)).start(!isFragment(jar))));
        LaunchOptions launch = LaunchOptions.of(Mode.AGENT, folder, home);
        Map<String, String> properties = new TreeMap<>(Launcher.frameworkProperties(launch));
        // Where the cache lies and how far to start is the container's own business.
        properties.keySet().removeIf(key -> key.startsWith("org.osgi.framework.st") || key.endsWith(".start.level"));
        properties.forEach((key, value) -> options.add(frameworkProperty(key).value(value)));
        return composite(options.toArray(Option[]::new));
    }

    private static boolean isFragment(Path jar) {
        try (JarFile file = new JarFile(jar.toFile())) {
            return file.getManifest().getMainAttributes().getValue("Fragment-Host") != null;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Logging before everything, as in the distribution itself; the rest needs no order. */
    private static int level(Path jar) {
        return jar.getFileName().toString().startsWith("pax-logging") ? 1 : 3;
    }
}
