package io.penstock.config.apply;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.config.source.Finding;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the file, variables and flags say comes to be. */
class ConfigurationTest extends ConfiguredFolder {
    @Test
    void appliesATableWhenItsCapabilityComes() throws Exception {
        write("[relay-client]", "size = 9", "[relay-client.levels]", "a = 'b'");

        Configuration configuration = start();

        assertThat(held()).isEqualTo(Map.of("size", 9L, "levels.a", "b"));
        assertThat(source(configuration, "size")).isEqualTo(file() + ":2");
        assertThat(source(configuration, "pause")).isEqualTo("default");
        assertThat(setting(configuration, "pause").value()).contains("30s");
    }

    @Test
    void takesKeysWrittenWithUnderscores() throws Exception {
        write("[plugins.relay-client]", "max_size = 9", "[plugins.relay-client.levels]", "a_b = 'c'");

        Configuration configuration = start();

        assertThat(held()).isEqualTo(Map.of("max-size", 9L, "levels.a_b", "c"));
        assertThat(source(configuration, "max-size")).isEqualTo(file() + ":2");
    }

    @Test
    void writesAnEmptyConfigurationForACapabilityWithoutATable() throws Exception {
        write("");

        start();

        assertThat(held()).isEmpty();
        assertThat(store.writes).containsExactly(PID);
    }

    @Test
    void letsFlagsWinOverVariablesOverTheFile() throws Exception {
        write("[relay-client]", "size = 1", "pause = '1s'", "url = 'f'");
        environment.put("PENSTOCK_RELAY_CLIENT_SIZE", "2");
        environment.put("PENSTOCK_RELAY_CLIENT_PAUSE", "2s");
        flags = "relay-client.size=3";

        Configuration configuration = start();

        assertThat(held()).isEqualTo(Map.of("size", "3", "pause", "2s", "url", "f"));
        assertThat(source(configuration, "size")).isEqualTo("flag");
        assertThat(setting(configuration, "size").below()).contains("1");
        assertThat(setting(configuration, "size").belowSource()).hasToString(file() + ":2");
        assertThat(source(configuration, "pause")).isEqualTo("environment PENSTOCK_RELAY_CLIENT_PAUSE");
    }

    @Test
    void keepsWhatRunsWhenAnEditIsWrongAndSaysWhere() throws Exception {
        write("[relay-client]", "size = 9");
        Configuration configuration = start();

        write("[relay-client]", "pause = '1s'", "siez = 10");
        configuration.reload();

        assertThat(held()).isEqualTo(Map.of("size", 9L));
        assertThat(configuration.findings()).singleElement().satisfies(finding -> assertThat(finding.toString())
                .startsWith(file() + ":3: siez: unknown option").contains("did you mean \"size\""));
        assertThat(logged).hasSize(1);
    }

    @Test
    void recoversWhenTheMistakeIsCorrected() throws Exception {
        write("[relay-client]", "size = 0");
        Configuration configuration = start();
        assertThat(store.configurations).isEmpty();

        write("[relay-client]", "size = 2");
        configuration.reload();

        assertThat(configuration.findings()).isEmpty();
        assertThat(held()).isEqualTo(Map.of("size", 2L));
    }

    @Test
    void writesOnlyWhatChanged() throws Exception {
        write("[relay-client]", "size = 9", "[other]", "size = 1");
        Configuration configuration = start();
        configuration.add(new Table("other"));
        store.writes.clear();

        write("[relay-client]", "size = 9", "[other]", "size = 2");
        configuration.reload();

        assertThat(store.writes).containsExactly("io.penstock.other");
    }

    @Test
    void warnsOfATableNobodyReadsAndAppliesItLater() throws Exception {
        write("[other]", "size = 2");
        Configuration configuration = start();
        assertThat(configuration.findings()).singleElement().matches(finding -> !finding.isError()
                && finding.toString().contains("no capability \"other\" is installed"));

        configuration.add(new Table("other"));

        assertThat(configuration.findings()).isEmpty();
        assertThat(store.configurations.get("io.penstock.other")).isEqualTo(Map.of("size", 2L));
    }

    @Test
    void warnsOfVariablesAndFlagsNobodyReads() throws Exception {
        write("");
        environment.put("PENSTOCK_RELAY_CLEINT_SIZE", "7");
        environment.put("PENSTOCK_ELSEWHERE_SIZE", "7");
        environment.put("PENSTOCK_HOME", "/somewhere");
        environment.put("PENSTOCK_CONTEXT", "local");
        environment.put("PENSTOCK_RELAY_CLIENT_SIZE", "6");
        flags = "relay-clinet.size=8\n";

        Configuration configuration = start();

        assertThat(configuration.findings()).noneMatch(Finding::isError).extracting(Finding::toString).satisfiesExactly(
                elsewhere -> assertThat(elsewhere).startsWith("PENSTOCK_ELSEWHERE_SIZE: ").doesNotContain("did you mean"),
                near -> assertThat(near).contains("did you mean PENSTOCK_RELAY_CLIENT_SIZE?"),
                flag -> assertThat(flag).startsWith("--set relay-clinet.size: ").contains("did you mean \"relay-client\"?"));
        assertThat(setting(configuration, "size").value()).contains("6");
    }

    @Test
    void checksAFileWithoutApplyingIt() throws Exception {
        write("");
        Path other = Files.writeString(folder.resolve("other.toml"), "[relay-client]\nsize = 0\n");

        assertThat(start().check(List.of(other))).extracting(Finding::toString)
                .containsExactly(other + ":2: size: expected 1 or more, but found 0");
        assertThat(held()).isEmpty();
    }
}
