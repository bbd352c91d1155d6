package io.penstock.itest;

import static org.ops4j.pax.exam.CoreOptions.bundle;
import static org.ops4j.pax.exam.CoreOptions.composite;
import static org.ops4j.pax.exam.CoreOptions.frameworkProperty;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.ops4j.pax.exam.Option;

/** A distribution as the build made it, and how to start its bundles in a container of Pax Exam. Immutable. */
record Distribution(Path folder) {
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
        jars().forEach(jar -> options.add(bundle(jar.toUri().toString()).startLevel(level(jar)).start()));
        property(options, "io.penstock.mode", "agent");
        property(options, "io.penstock.dist", folder.toString());
        property(options, "io.penstock.home", home.toString());
        property(options, "io.penstock.data", home.resolve("data").toString());
        property(options, "io.penstock.pipes", home.resolve("pipes").toString());
        property(options, "io.penstock.plugins", home.resolve("plugins").toString());
        property(options, "felix.cm.dir", home.resolve("data/config").toString());
        property(options, "felix.fileinstall.dir", home.resolve("plugins").toString());
        property(options, "felix.fileinstall.poll", "200");
        property(options, "felix.fileinstall.noInitialDelay", "true");
        property(options, "felix.fileinstall.filter", "[^.].*\\.jar");
        property(options, "felix.fileinstall.tmpdir", home.resolve("data/drop").toString());
        property(options, "felix.fileinstall.enableConfigSave", "false");
        property(options, "gosh.args", "--nointeractive");
        property(options, "org.apache.felix.http.host", "127.0.0.1");
        property(options, "org.osgi.service.http.port", "0");
        property(options, "org.ops4j.pax.logging.logback.config.file", folder.resolve("conf/logback.xml").toString());
        property(options, "org.ops4j.pax.logging.DefaultServiceLog.level", "WARN");
        return composite(options.toArray(Option[]::new));
    }

    /** Logging before everything, as in the distribution itself; the rest needs no order. */
    private static int level(Path jar) {
        return jar.getFileName().toString().startsWith("pax-logging") ? 1 : 3;
    }

    private static void property(List<Option> options, String key, String value) {
        options.add(frameworkProperty(key).value(value));
    }
}
