package io.penstock.config.apply;

import io.penstock.config.secret.References;
import io.penstock.config.source.FileSearch;
import io.penstock.config.source.Finding;
import io.penstock.config.source.Flags;
import io.penstock.config.source.Variables;
import io.penstock.core.options.Capability;
import io.penstock.core.options.Option;
import io.penstock.core.value.Secret;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.io.TempDir;

/** A configuration of one capability, from a file in a folder of its own. */
abstract class ConfiguredFolder {
    record Sample(@Option(doc = "size", value = "5", min = 1) int size, @Option(doc = "pause", value = "30s") Duration pause,
            @Option(doc = "paths") List<String> paths, @Option(doc = "password") Optional<Secret> password,
            @Option(doc = "url") Optional<String> url, @Option(doc = "levels") Map<String, String> levels,
            @Option(doc = "most") Optional<Integer> maxSize) {
    }

    record Table(String table) implements Capability {
        @Override
        public Class<?> settings() {
            return Sample.class;
        }

        @Override
        public String doc() {
            return "A sample.";
        }
    }

    static final String PID = "io.penstock.relay.client";
    private static final Capability RELAY = new Table("relay-client");

    @TempDir
    Path folder;
    final MapStore store = new MapStore();
    final Map<String, String> environment = new HashMap<>();
    final List<Finding> logged = new ArrayList<>();
    String flags = "";

    Configuration start() {
        Sources sources = new Sources(new FileSearch(Optional.of(file()), Optional.empty(), Map.of(), "Linux", false),
                new Variables(environment), new Flags(flags), new References(environment, name -> Optional.empty()));
        Configuration configuration = new Configuration(sources, store, folder.resolve("applied.properties"), logged::add);
        configuration.reload();
        configuration.add(RELAY);
        return configuration;
    }

    Path file() {
        return folder.resolve("penstock.toml");
    }

    void write(String... lines) throws Exception {
        Files.writeString(file(), String.join("\n", lines) + "\n");
    }

    Map<String, Object> held() {
        return store.configurations.get(PID);
    }

    static Setting setting(Configuration configuration, String key) {
        return configuration.settings().stream().filter(one -> one.key().equals(key)).findFirst().orElseThrow();
    }

    static String source(Configuration configuration, String key) {
        return setting(configuration, key).source().toString();
    }
}
