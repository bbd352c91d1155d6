package io.penstock.plugin.transform;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.pipes.api.TestReport;
import io.penstock.pipes.check.TestRunner;
import io.penstock.pipes.lang.Catalog;
import io.penstock.pipes.lang.Environment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whole pipes of transforms, with the tests they carry, as {@code penstock pipe test} runs them. */
class PipeScenarioTest {
    @ParameterizedTest
    @ValueSource(strings = {"web-errors", "hotrod", "power"})
    void pipesPassTheirTests(String name) throws IOException {
        Path file = Path.of("src/test/resources/pipes", name + ".yaml");
        Environment here = new Environment(Map.of(), "test", Path.of("target"), true);
        TestReport report = new TestRunner(new Catalog(AllTransforms.plugins()), here)
                .run(Files.readString(file), file.getFileName().toString());
        assertThat(report.results()).isNotEmpty().allSatisfy(result ->
                assertThat(result.problems()).as("line %s: %s", result.line(), result.name()).isEmpty());
    }
}
