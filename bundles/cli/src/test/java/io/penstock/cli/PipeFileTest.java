package io.penstock.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PipeFileTest {
    @ParameterizedTest
    @ValueSource(strings = {"run", "lint", "test", "trace", "graph"})
    void everyPipeCommandTakesItsFileEitherWay(String verb) {
        assertThat(Captured.run("pipe", verb, "absent.yaml").err()).contains("there is no file absent.yaml");
        assertThat(Captured.run("pipe", verb, "-f", "absent.yaml").err()).contains("there is no file absent.yaml");
        assertThat(Captured.run("pipe", verb, "--file=absent.yaml").err()).contains("there is no file absent.yaml");
        Captured none = Captured.run("pipe", verb);
        assertThat(none.code()).isEqualTo(2);
        assertThat(none.err()).contains("FILE or -f FILE");
    }

    @ParameterizedTest
    @ValueSource(strings = {"run", "trace", "graph"})
    void onePipeIsNotTwo(String verb) {
        Captured both = Captured.run("pipe", verb, "-f", "a.yaml", "b.yaml");
        assertThat(both.code()).isEqualTo(2);
        assertThat(both.err()).contains("a.yaml").contains("b.yaml");
    }
}
