package io.penstock.config.source;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Where {@code penstock.toml} is looked for. Immutable.
 *
 * @param explicit {@code --config}: the only place, when given
 * @param home the installation's folder
 * @param environment the process's variables
 * @param system the operating system's name, as {@code os.name} gives it
 */
public record FileSearch(Optional<Path> explicit, Optional<Path> home, Map<String, String> environment, String system) {
    /** The file's name everywhere. */
    public static final String NAME = "penstock.toml";

    /** Every place in the order they are tried. */
    public List<Path> candidates() {
        if (explicit.isPresent()) {
            return List.of(explicit.get());
        }
        List<Path> places = new ArrayList<>();
        home.ifPresent(folder -> places.add(folder.resolve("conf").resolve(NAME)));
        String os = system.toLowerCase(Locale.ROOT);
        if (os.contains("windows")) {
            variable("APPDATA").ifPresent(roaming -> places.add(roaming.resolve("penstock").resolve(NAME)));
            variable("PROGRAMDATA").ifPresent(shared -> places.add(shared.resolve("penstock").resolve(NAME)));
            return List.copyOf(places);
        }
        Optional<Path> user = variable("XDG_CONFIG_HOME").or(() -> variable("HOME").map(path -> path.resolve(".config")));
        user.ifPresent(folder -> places.add(folder.resolve("penstock").resolve(NAME)));
        if (os.contains("mac")) {
            variable("HOME").ifPresent(folder -> places.add(folder.resolve(".penstock").resolve(NAME)));
        }
        places.add(Path.of("/etc/penstock").resolve(NAME));
        return List.copyOf(places);
    }

    /** The first place that has a file; with an explicit one that one, there or not. */
    public Optional<Path> find() {
        return explicit.or(() -> candidates().stream().filter(Files::isRegularFile).findFirst());
    }

    private Optional<Path> variable(String name) {
        return Optional.ofNullable(environment.get(name)).filter(text -> !text.isBlank()).map(Path::of);
    }
}
