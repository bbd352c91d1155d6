package io.penstock.pipes.lang;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.pipes.api.Finding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Reads every example of the reference. The plugins it uses are not here, so their options are not checked; that they are
 * plugins of the product is.
 */
class DocumentTest {
    private static final Pattern EXAMPLE = Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL);

    static Stream<String> examples() throws IOException {
        List<String> examples = EXAMPLE.matcher(Files.readString(Path.of("../../docs/pipe-language.md"))).results()
                .map(MatchResult::group).map(block -> block.substring(8, block.length() - 3)).toList();
        assertThat(examples).hasSizeGreaterThan(3);
        return examples.stream();
    }

    @ParameterizedTest
    @MethodSource("examples")
    void isAPipe(String example) {
        PipeLanguage.Compiled compiled = new PipeLanguage(new Catalog(List.of()), PipeLanguageTest.LINT)
                .compile(example, "example");
        assertThat(compiled.definition()).as(compiled.findings().toString()).isPresent();
        assertThat(compiled.findings()).allSatisfy(finding -> {
            assertThat(finding.code()).isEqualTo("plugin.missing");
            assertThat(finding.message()).contains("install bundle");
        });
    }

    @ParameterizedTest
    @MethodSource("examples")
    void namesNoKeyTheLanguageDoesNotHave(String example) {
        assertThat(new PipeLanguage(new Catalog(List.of()), PipeLanguageTest.LINT).compile(example, "example").findings())
                .extracting(Finding::code).doesNotContain("pipe.unknown-key");
    }
}
