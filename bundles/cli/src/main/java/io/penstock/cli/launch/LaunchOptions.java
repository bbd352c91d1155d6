package io.penstock.cli.launch;

import static java.util.Objects.requireNonNull;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Which folders to start from. Immutable.
 *
 * @param mode what to run
 * @param dist the distribution as unpacked; never written to
 * @param home the folder that holds what belongs to this installation: {@code conf}, {@code pipes}, {@code plugins},
 *        {@code data}; the distribution itself unless said otherwise
 * @param config the configuration file asked for; empty to let the configuration be searched for
 * @param data what the runtime keeps; locked while it runs
 * @param pipes where pipes are dropped
 * @param plugins where bundles are dropped
 * @param properties further framework properties, which win over the launcher's own
 */
public record LaunchOptions(Mode mode, Path dist, Path home, Optional<Path> config, Path data, Path pipes, Path plugins,
        Map<String, String> properties) {

    /** The system property that names the distribution's folder; {@code bin/penstock} sets it. */
    public static final String DIST_PROPERTY = "penstock.dist";
    /** The environment variable that names the home folder. */
    public static final String HOME_VARIABLE = "PENSTOCK_HOME";
    private static final Path CONFIG = Path.of("conf", "penstock.toml");

    /** Makes every path absolute: Config Admin and the bundle cache would place relative ones inside the cache. */
    public LaunchOptions {
        requireNonNull(mode, "mode is null");
        dist = absolute(dist);
        home = absolute(home);
        config = config.map(LaunchOptions::absolute);
        data = absolute(data);
        pipes = absolute(pipes);
        plugins = absolute(plugins);
        properties = Map.copyOf(new TreeMap<>(properties));
    }

    /** The options of this process: the distribution it was started from and the home its environment names. */
    public static LaunchOptions ofProcess(Mode mode) {
        Path dist = Path.of(System.getProperty(DIST_PROPERTY, "."));
        String home = System.getenv(HOME_VARIABLE);
        return of(mode, dist, home == null || home.isBlank() ? dist : Path.of(home));
    }

    /** The usual folders of a home; {@code conf/penstock.toml} is the configuration where it exists. */
    public static LaunchOptions of(Mode mode, Path dist, Path home) {
        Path file = home.resolve(CONFIG);
        // A home without conf is about to get the distribution's.
        Path seen = Files.exists(home.resolve("conf")) ? file : dist.resolve(CONFIG);
        Optional<Path> config = Files.isRegularFile(seen) ? Optional.of(file) : Optional.empty();
        return new LaunchOptions(mode, dist, home, config, home.resolve("data"), home.resolve("pipes"),
                home.resolve("plugins"), Map.of());
    }

    /** The same with another configuration file. */
    public LaunchOptions withConfig(Path file) {
        return new LaunchOptions(mode, dist, home, Optional.of(file), data, pipes, plugins, properties);
    }

    /** The same with another data folder. */
    public LaunchOptions withData(Path folder) {
        return new LaunchOptions(mode, dist, home, config, folder, pipes, plugins, properties);
    }

    /** The same with another folder of pipes. */
    public LaunchOptions withPipes(Path folder) {
        return new LaunchOptions(mode, dist, home, config, data, folder, plugins, properties);
    }

    /** The same with one more framework property. */
    public LaunchOptions withProperty(String key, String value) {
        Map<String, String> more = new TreeMap<>(properties);
        more.put(key, value);
        return new LaunchOptions(mode, dist, home, config, data, pipes, plugins, more);
    }

    private static Path absolute(Path path) {
        return requireNonNull(path, "path is null").toAbsolutePath().normalize();
    }
}
