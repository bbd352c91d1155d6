package io.penstock.config.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penstock.config.apply.ConfigStore;
import io.penstock.config.apply.Configuration;
import io.penstock.config.apply.Sources;
import io.penstock.config.log.LogCapability;
import io.penstock.config.secret.References;
import io.penstock.config.source.FileSearch;
import io.penstock.config.source.Flags;
import io.penstock.config.source.Variables;
import io.penstock.core.admin.AdminCommand;
import io.penstock.core.error.PenstockException;
import io.penstock.core.health.Health;
import io.penstock.core.time.ManualClock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommandsTest {
    @TempDir
    Path folder;
    private final Map<String, Map<String, Object>> store = new HashMap<>();
    private Configuration configuration;
    private Path file;

    @BeforeEach
    void setUp() throws Exception {
        file = Files.writeString(folder.resolve("penstock.toml"), "[log]\nlevel = 'warn'\n");
        Sources sources = new Sources(new FileSearch(Optional.of(file), Optional.empty(), Map.of(), "Linux", false),
                new Variables(Map.of()), new Flags(""), new References(Map.of(), name -> Optional.empty()));
        configuration = new Configuration(sources, new ConfigStore() {
            @Override
            public Optional<Map<String, Object>> read(String pid) {
                return Optional.ofNullable(store.get(pid));
            }

            @Override
            public void write(String pid, Map<String, Object> properties) {
                store.put(pid, properties);
            }
        }, folder.resolve("applied.properties"), finding -> { });
        configuration.reload();
        configuration.add(new LogCapability());
    }

    private List<String> ask(String name, Map<String, Object> arguments) throws InterruptedException {
        List<String> rows = new ArrayList<>();
        AdminCommand command = new Commands(configuration).all().stream().filter(one -> one.name().equals(name))
                .findFirst().orElseThrow();
        command.run(arguments, row -> rows.add(row.toString()));
        return rows;
    }

    @Test
    void listsEverySettingWithItsSource() throws Exception {
        assertThat(ask("config.list", Map.of())).hasSize(7)
                .contains("{setting=log.level, value=warn, source=" + file + ":2}",
                        "{setting=log.format, value=human, source=default}");
    }

    @Test
    void setsShowsAndTakesBackAnOverride() throws Exception {
        assertThat(ask("config.set", Map.of("setting", "log.levels.tunnel", "value", "debug")))
                .containsExactly("{setting=log.levels.tunnel, value=debug, source=override}");
        assertThat(ask("config.diff", Map.of())).containsExactly("{setting=log.levels.tunnel, otherwise=null, from=default, "
                + "now=debug, source=override}");
        assertThat(ask("config.reset", Map.of("setting", "log"))).containsExactly("{reset=1}");
        assertThat(ask("config.diff", Map.of())).isEmpty();
    }

    @Test
    void tellsWhatTheServerHasSetFromWhatAPersonHas() throws Exception {
        assertThat(ask("config.set", Map.of("setting", "log.level", "value", "debug", "by", "server")))
                .containsExactly("{setting=log.level, value=debug, source=override server}");
        assertThat(ask("config.set", Map.of("setting", "log.level", "value", "info")))
                .containsExactly("{setting=log.level, value=info, source=override}");
    }

    @Test
    void setsLevelsOfModulesAndOfAll() throws Exception {
        assertThat(ask("logs.level", Map.of("level", "debug"))).contains("{setting=log.level, value=debug, source=override}");
        assertThat(ask("logs.level", Map.of("module", "pipes", "level", "trace")))
                .contains("{setting=log.levels.pipes, value=trace, source=override}");
        assertThat(store.get("io.penstock.log")).containsEntry("levels.pipes", "trace");
    }

    @Test
    void endsWithAnErrorThatNamesEveryMistakeOfAFile() throws Exception {
        Path other = Files.writeString(folder.resolve("other.toml"), "[log]\nlevel = 'loud'\nfile = 3\n");

        assertThatThrownBy(() -> ask("config.check", Map.of("file", other.toString())))
                .isInstanceOf(PenstockException.class).hasMessageContaining(other + ":2: level: ")
                .hasMessageContaining(other + ":3: file: ");
        assertThat(ask("config.check", Map.of())).isEmpty();
    }

    @Test
    void showsInHealthWhyAnEditWasRefused() throws Exception {
        ConfigHealth health = new ConfigHealth(configuration, new ManualClock(Instant.EPOCH));
        assertThat(health.health().get("").state()).isEqualTo(Health.State.UP);

        Files.writeString(file, "[log]\nlevle = 'warn'\n");
        assertThatThrownBy(() -> ask("config.reload", Map.of())).hasMessageContaining("did you mean \"level\"");

        assertThat(health.health().get("").state()).isEqualTo(Health.State.DEGRADED);
        assertThat(health.health().get("").reason()).startsWith(file + ":2: levle");
        assertThat(ask("config.list", Map.of())).anyMatch(row -> row.endsWith("source=error}"));
    }

    @Test
    void refusesASettingThatIsNotThere() {
        assertThatThrownBy(() -> ask("config.get", Map.of("setting", "log.nope"))).isInstanceOf(PenstockException.class);
        assertThatThrownBy(() -> ask("config.set", Map.of("setting", "log", "value", "x")))
                .isInstanceOf(PenstockException.class).hasMessageContaining("table.key");
    }
}
