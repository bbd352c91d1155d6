package io.penstock.plugin.transform;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.core.options.Options;
import io.penstock.core.plugin.TransformPlugin;
import io.penstock.pipes.api.Finding;
import io.penstock.pipes.lang.Catalog;
import io.penstock.pipes.lang.Environment;
import io.penstock.pipes.lang.PipeLanguage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DocumentationTest {
    private static final Environment HERE = new Environment(Map.of(), "test", Path.of("target"), true);

    /** The rows of the table, each with the name of its transform in the first column. */
    private static String row(String name) throws IOException {
        return Files.readAllLines(Path.of("README.md")).stream().filter(line -> line.startsWith("| `" + name + "` |"))
                .findFirst().orElseThrow(() -> new AssertionError("README.md has no row for " + name));
    }

    @Test
    void readmeTellsEveryOptionOfEveryTransform() throws IOException {
        List<TransformPlugin<?>> plugins = AllTransforms.plugins();
        assertThat(plugins).hasSize(21);
        for (TransformPlugin<?> plugin : plugins) {
            String name = AllTransforms.component(plugin).name();
            for (String key : Options.of(plugin.options()).keys()) {
                assertThat(row(name)).as("README row of %s", name).contains("`" + key + "`");
            }
        }
    }

    @Test
    void everyExampleIsAStepThatLintAccepts() throws IOException {
        PipeLanguage language = new PipeLanguage(new Catalog(AllTransforms.plugins()), HERE);
        for (TransformPlugin<?> plugin : AllTransforms.plugins()) {
            String example = AllTransforms.component(plugin).example();
            String pipe = "input: {tcp: {}}\nsteps:\n  - " + example + "\noutput: {discard: {}}\n";
            assertThat(language.compile(pipe, "p.yaml").findings()).as(example)
                    .allMatch(DocumentationTest::concernsNoStep);
        }
    }

    private static boolean concernsNoStep(Finding finding) {
        boolean step = finding.line() == 3;
        return !step || finding.code().equals("graph.port-unused");
    }

    @Test
    void lintPlacesWhatIsWrongWithAStep() throws IOException {
        PipeLanguage language = new PipeLanguage(new Catalog(AllTransforms.plugins()), HERE);
        String pipe = """
                input: {tcp: {}}
                steps:
                  - extract: {pattern: '(?<a>x'}
                  - filter: 'status >='
                  - window: {sliding: 1m, every: 2m, emit: {n: median(x)}}
                  - route: {errors: 'status >= 500', rest: default}
                output: {discard: {}}
                """;
        assertThat(language.compile(pipe, "p.yaml").errors()).extracting(Finding::line, Finding::code)
                .extracting(tuple -> tuple.toList().toString())
                .contains("[3, options.pattern]", "[4, expr.syntax]", "[5, window.gap]", "[5, window.aggregate]")
                .noneMatch(found -> found.startsWith("[6,"));
    }
}
