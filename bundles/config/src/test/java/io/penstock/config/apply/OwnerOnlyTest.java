package io.penstock.config.apply;

import static org.assertj.core.api.Assertions.assertThat;

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
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OwnerOnlyTest {
    record Ends(@Option(doc = "id", value = "") String id, @Option(doc = "key", ownerOnly = true) Optional<Secret> privateKey,
            @Option(doc = "password") Optional<Secret> password) {
    }

    private static final String IDENTITY = "[tunnel]\nid = 'a'\nprivate-key = 'c2VjcmV0'\n";

    @TempDir
    Path folder;
    private final MapStore store = new MapStore();
    private final List<Finding> logged = new ArrayList<>();
    private Path settings;
    private Path identity;

    @BeforeEach
    void setUp() throws Exception {
        settings = Files.createDirectories(folder.resolve("conf")).resolve("penstock.toml");
        identity = folder.resolve("conf/penstock-agent.toml");
    }

    private Configuration start() {
        Sources sources = new Sources(new FileSearch(Optional.empty(), Optional.of(folder), Map.of(), "Linux", true),
                new Variables(Map.of()), new Flags(""), new References(Map.of("KEY", "c2Vj"), name -> Optional.empty()));
        Configuration configuration = new Configuration(sources, store, folder.resolve("applied.properties"), logged::add);
        configuration.add(new Capability() {
            @Override
            public String table() {
                return "tunnel";
            }

            @Override
            public Class<?> settings() {
                return Ends.class;
            }

            @Override
            public String doc() {
                return "A sample.";
            }
        });
        configuration.reload();
        return configuration;
    }

    private static void write(Path file, String text, String mode) throws Exception {
        Files.writeString(file, text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
    }

    private Object applied() {
        return store.configurations.getOrDefault("io.penstock.tunnel", Map.of()).get("id");
    }

    @Test
    void takesAnIdentityOnlyItsOwnerMayRead() throws Exception {
        write(settings, "# nothing\n", "rw-r--r--");
        write(identity, IDENTITY, "rw-------");

        start();

        assertThat(logged).isEmpty();
        assertThat(applied()).isEqualTo("a");
    }

    @ParameterizedTest
    @ValueSource(strings = {"rw-r-----:640", "rw----r--:604", "rw--w----:620", "rw-r--r--:644"})
    void refusesOneThatOthersMayUseAndSaysWhichWithItsModeAndTheOneWanted(String mode) throws Exception {
        write(identity, IDENTITY, mode.split(":")[0]);

        start();

        assertThat(applied()).isNull();
        assertThat(logged).extracting(Finding::toString).containsExactly(identity + ":3: others may read " + identity + " (mode "
                + mode.split(":")[1] + "), and it holds private-key; expected mode 600: run chmod 600 on it");
    }

    @Test
    void takesItOnceTheModeIsRight() throws Exception {
        write(identity, IDENTITY, "rw-r--r--");
        Configuration configuration = start();
        write(identity, IDENTITY, "rw-------");

        assertThat(configuration.reload()).isEmpty();
        assertThat(applied()).isEqualTo("a");
    }

    @Test
    void aReferenceOrAnotherSecretMayLieInAFileForAll() throws Exception {
        write(identity, "[tunnel]\nid = 'a'\nprivate-key = '${KEY}'\npassword = 'x'\n", "rw-r--r--");

        start();

        assertThat(logged).isEmpty();
        assertThat(applied()).isEqualTo("a");
    }

    @Test
    void aTableInBothFilesIsAMistakeThatNamesBothPlaces() throws Exception {
        write(settings, "\n[tunnel]\nid = 'b'\n", "rw-r--r--");
        write(identity, IDENTITY, "rw-------");

        start();

        assertThat(applied()).isNull();
        assertThat(logged).extracting(Finding::toString).containsExactly(identity + ":1: the table \"tunnel\" is already given at "
                + settings + ":2; expected it in one of the two files");
    }
}
