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

class OptionsTest {
    enum Start { BEGINNING, LAST_CHECKPOINT }

    record Limits(@Option(doc = "How many.", value = "10", min = 1, max = 100) int count,
                  @Option(doc = "How long.", value = "5s", min = 1_000_000_000) Duration delay) {
    }

    record Sample(
            @Option(doc = "What to read.", shorthand = true) String path,
            @Option(doc = "Where to begin.", value = "last-checkpoint") Start start,
            @Option(doc = "The largest line.", value = "64KiB", max = 1_048_576) ByteSize maxLineBytes,
            @Option(doc = "More.") List<String> labels,
            @Option(doc = "By name.") Map<String, Long> weights,
            @Option(doc = "A password.") Optional<Secret> password,
            @Option(doc = "Nested.") Limits limits,
            @Option(doc = "On or off.", value = "false") boolean enabled) {
        Sample {
            if (path.equals("forbidden")) {
                throw PenstockException.invalid("sample.path", "not this path");
            }
        }
    }

    record Outer(@Option(doc = "Limits.") Optional<Limits> limits) {
    }

    private final Options<Sample> options = Options.of(Sample.class);

    @Test
    void defaultsFillWhatIsNotWritten() {
        Sample sample = Options.of(Sample.class).bind(Map.of("path", "a")).orThrow("sample");
        assertThat(sample).isEqualTo(new Sample("a", Start.LAST_CHECKPOINT, ByteSize.kibibytes(64), List.of(), Map.of(),
                Optional.empty(), new Limits(10, Duration.ofSeconds(5)), false));
    }

    @Test
    void keysMayBeWrittenWithUnderscores() {
        assertThat(options.bind(Map.of("path", "a", "max_line_bytes", "1KiB")).orThrow("sample").maxLineBytes())
                .isEqualTo(ByteSize.kibibytes(1));
        assertThat(options.bind(Map.of("path", "a", "max_line_bytes", "1KiB", "max-line-bytes", "2KiB")).problems())
                .singleElement().extracting(OptionProblem::code).isEqualTo("options.unknown-key");
        assertThat(options.bind(Map.of("path", "a", "weights", Map.of("a_b", 1))).orThrow("sample").weights())
                .containsKey("a_b");
    }

    @Test
    void keysAreKebabCaseInOrder() {
        assertThat(options.keys()).containsExactly("path", "start", "max-line-bytes", "labels", "weights", "password",
                "limits", "enabled");
    }

    @Test
    void everyProblemIsFoundWithItsPath() {
        Bound<Sample> bound = options.bind(Map.of("start", "last-chekpoint", "max-line-byte", "1KiB",
                "limits", Map.of("count", 0, "delay", "soon"), "enabled", "yes", "weights", Map.of("a", "heavy")));
        assertThat(bound.value()).isEmpty();
        assertThat(bound.problems()).extracting(problem -> String.join(".", problem.path()) + " " + problem.code())
                .containsExactlyInAnyOrder("max-line-byte options.unknown-key", "path options.missing",
                        "start options.choice", "weights.a options.type", "limits.count options.range",
                        "limits.delay value.duration", "enabled options.type");
        assertThat(bound.problems()).filteredOn(problem -> problem.code().equals("options.unknown-key"))
                .allSatisfy(problem -> assertThat(problem.suggestion()).hasValue("max-line-bytes"));
    }

    @Test
    void oneValueStandsForTheWholeWhereThereIsAShorthand() {
        assertThat(options.bind("a.log").orThrow("sample").path()).isEqualTo("a.log");
        assertThat(Options.of(Limits.class).bind("x").problems()).extracting(OptionProblem::code)
                .containsExactly("options.type");
    }

    @Test
    void oneValueStandsForAListOfOne() {
        assertThat(options.bind(Map.of("path", "a", "labels", "one")).orThrow("s").labels()).containsExactly("one");
    }

    @Test
    void whatTheRecordItselfRefusesIsAProblemToo() {
        assertThat(options.bind("forbidden").problems()).extracting(OptionProblem::code).containsExactly("sample.path");
    }

    @Test
    void rangesAreToldInTheOptionsOwnUnit() {
        assertThat(options.bind(Map.of("path", "a", "max-line-bytes", "2MiB")).problems().get(0).message())
                .isEqualTo("expected 1MiB or less, but found 2MiB");
        assertThat(Options.of(Limits.class).bind(Map.of("delay", "1ms")).problems().get(0).message())
                .isEqualTo("expected 1s or more, but found 1ms");
    }

    @Test
    void orThrowListsEverythingInOneError() {
        assertThatThrownBy(() -> options.bind(Map.of("pth", "a")).orThrow("input file"))
                .hasMessageContaining("input file").hasMessageContaining("did you mean \"path\"?")
                .hasMessageContaining("required");
    }

    @Test
    void nothingWrittenByAUserMakesItThrow() {
        for (Object odd : new Object[] {null, 1, List.of(), "", true, Map.of(1, 2), Map.of("limits", List.of(1)),
            Map.of("labels", Map.of("a", 1)), Map.of("path", List.of("a")), new Object[] {1}}) {
            assertThat(Options.of(Outer.class).bind(odd)).isNotNull();
            assertThat(options.bind(odd)).isNotNull();
        }
    }
}
