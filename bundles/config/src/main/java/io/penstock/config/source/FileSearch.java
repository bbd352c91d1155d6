package io.penstock.config.source;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Where {@code penstock.toml} and, by an agent, {@code penstock-agent.toml} are looked for. Immutable.
 *
 * @param explicit {@code --config}: the only place, when given
 * @param home the installation's folder
 * @param environment the process's variables
 * @param system the operating system's name, as {@code os.name} gives it
 * @param agent whether an agent's identity is looked for, too
 */
public record FileSearch(Optional<Path> explicit, Optional<Path> home, Map<String, String> environment, String system,
        boolean agent) {
    /** The file's name everywhere. */
    public static final String NAME = "penstock.toml";
    /** What makes an agent this one and no other: made by {@code penstock keys new-agent}. */
    public static final String IDENTITY = "penstock-agent.toml";

    /** Every folder in the order they are tried. */
    public List<Path> folders() {
        List<Path> folders = new ArrayList<>();
        home.ifPresent(folder -> folders.add(folder.resolve("conf")));
        String os = system.toLowerCase(Locale.ROOT);
        if (os.contains("windows")) {
            variable("APPDATA").ifPresent(roaming -> folders.add(roaming.resolve("penstock")));
            variable("PROGRAMDATA").ifPresent(shared -> folders.add(shared.resolve("penstock")));
            return List.copyOf(folders);
        }
        Optional<Path> user = variable("XDG_CONFIG_HOME").or(() -> variable("HOME").map(path -> path.resolve(".config")));
        user.ifPresent(folder -> folders.add(folder.resolve("penstock")));
        if (os.contains("mac")) {
            variable("HOME").ifPresent(folder -> folders.add(folder.resolve(".penstock")));
        }
        folders.add(Path.of("/etc/penstock"));
        return List.copyOf(folders);
    }

    /**
     * The files to read: the explicit one alone, there or not; else the first of each name there is, the settings before
     * the identity.
     */
    public List<Path> find() {
        if (explicit.isPresent()) {
            return List.of(explicit.get());
        }
        Stream<String> names = agent ? Stream.of(NAME, IDENTITY) : Stream.of(NAME);
        return names.flatMap(name -> first(name).stream()).toList();
    }

    private Optional<Path> first(String name) {
        return folders().stream().map(folder -> folder.resolve(name)).filter(Files::isRegularFile).findFirst();
    }

    private Optional<Path> variable(String name) {
        return Optional.ofNullable(environment.get(name)).filter(text -> !text.isBlank()).map(Path::of);
    }
}
