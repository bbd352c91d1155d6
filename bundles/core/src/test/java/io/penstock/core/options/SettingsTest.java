package io.penstock.core.options;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penstock.core.error.PenstockException;
import io.penstock.core.value.ByteSize;
import io.penstock.core.value.Secret;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SettingsTest {
    record Retry(@Option(doc = "tries", value = "3") int maxTimes, @Option(doc = "wait", value = "1s") Duration delay) {
    }

    record Listener(@Option(doc = "port") int port, @Option(doc = "key") Optional<Secret> key) {
    }

    record Sample(
            @Option(doc = "retry", value = "") Retry retry,
            @Option(doc = "levels") Map<String, String> levels,
            @Option(doc = "paths") List<String> paths,
            @Option(doc = "listeners") List<Listener> listeners,
            @Option(doc = "size", value = "1KiB") ByteSize size,
            @Option(doc = "name") Optional<String> name,
            @Option(doc = "password") Optional<Secret> password,
            @Option(doc = "headers") Map<String, Secret> headers) {
    }

    record Plain(@Option(doc = "retry") Map<String, Object> retry, @Option(doc = "size", value = "1KiB") ByteSize size) {
    }

    record Nested(@Option(doc = "retry") Optional<Retry> retry) {
    }

    @Test
    void nestsDottedKeysAndLeavesTheFrameworksOut() {
        Nested bound = Settings.bind(Nested.class, Map.of("service.pid", "io.penstock.x", "component.id", 7L,
                "felix.fileinstall.filename", "f", ".private", 1, ":configurator:x", 1, "retry.max-times", 9L));

        assertThat(bound.retry()).contains(new Retry(9, Duration.ofSeconds(1)));
    }

    @Test
    void namesThePidTheKeyTheValueAndWhatWasExpected() {
        assertThatThrownBy(() -> Settings.bind(Nested.class, Map.of("service.pid", "io.penstock.x", "retry.max-times", "a")))
                .isInstanceOf(PenstockException.class)
                .hasMessage("configuration io.penstock.x: retry.max-times: expected a number, but found the text \"a\"");
    }

    @Test
    void keepsDotsInTheNamesOfAMapOfSimpleValues() {
        Map<String, Object> nested = Settings.nested(Options.of(Sample.class),
                Map.of("levels.org.apache", "warn", "levels", new String[] {"tunnel = debug"}));

        assertThat(nested).isEqualTo(Map.of("levels", Map.of("tunnel", "debug", "org.apache", "warn")));
    }

    @Test
    void flattensAndNestsListsOfTables() {
        Map<String, Object> flat = Settings.flat(Map.of("listeners", List.of(Map.of("port", 1L), Map.of("port", 2L)),
                "paths", List.of("a", "b")));

        assertThat(flat).containsOnlyKeys("listeners.0.port", "listeners.1.port", "paths");
        assertThat(flat.get("paths")).isEqualTo(new String[] {"a", "b"});
        assertThat(Settings.nested(Options.of(Sample.class), flat)).isEqualTo(Map.of(
                "listeners", List.of(Map.of("port", 1L), Map.of("port", 2L)), "paths", List.of("a", "b")));
    }

    @Test
    void takesAnEmptyTextAsNotGivenUnlessTheOptionIsAText() {
        Plain bound = Settings.bind(Plain.class, Map.of("size", ""));

        assertThat(bound.size()).isEqualTo(ByteSize.kibibytes(1));
        assertThat(Settings.nested(Options.of(Sample.class), Map.of("name", ""))).isEmpty();
    }

    @Test
    void fillsInSecretsAtAnyDepthAndNothingElse() {
        record WithSecrets(@Option(doc = "p") Optional<Secret> password, @Option(doc = "h") Map<String, Secret> headers,
                @Option(doc = "l") List<Listener> listeners, @Option(doc = "n") Optional<String> name) {
        }

        WithSecrets bound = Settings.bind(WithSecrets.class, Map.of("password", "${a}", "headers.X-Key", "${b}",
                "listeners.0.port", 1L, "listeners.0.key", "${c}", "name", "${d}"), text -> text + "!");

        assertThat(bound.password()).contains(Secret.of("${a}!"));
        assertThat(bound.headers()).containsEntry("X-Key", Secret.of("${b}!"));
        assertThat(bound.listeners().get(0).key()).contains(Secret.of("${c}!"));
        assertThat(bound.name()).contains("${d}");
    }

    @Test
    void refusesAReferenceWhereNobodyFillsItIn() {
        assertThatThrownBy(() -> Settings.bind(Listener.class, Map.of("port", 1L, "key", "${secret:file/x}")))
                .isInstanceOf(PenstockException.class).hasMessageStartingWith("key: ").hasMessageNotContaining("file/x");
    }

    @Test
    void knowsWhichKeysAreSecrets() {
        Options<Sample> options = Options.of(Sample.class);

        assertThat(List.of("password", "headers.X", "listeners.3.key"))
                .allMatch(key -> SecretTexts.isSecret(options, key));
        assertThat(List.of("name", "levels.a", "listeners.3.port", "nonsense"))
                .noneMatch(key -> SecretTexts.isSecret(options, key));
    }
}
