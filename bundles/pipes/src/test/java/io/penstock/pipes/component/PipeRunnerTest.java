package io.penstock.pipes.component;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penstock.core.concurrent.Workers;
import io.penstock.core.error.PenstockException;
import io.penstock.pipes.api.PipeRunner;
import io.penstock.pipes.api.PipeState;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PipeRunnerTest {
    @TempDir
    Path data;
    private final Collector collector = new Collector();

    private PipeRunner runner(String text) {
        return new PipeRunner(text, "pipe.yaml", List.of(new Numbers(), collector), Map.of(), given -> given, data,
                Duration.ofSeconds(4));
    }

    @Test
    void runsUntilEverythingIsDelivered() throws Exception {
        try (PipeRunner runner = runner("input: {numbers: {up-to: 1000}}\noutput: collector\n")) {
            assertThat(runner.run().state().state()).isEqualTo(PipeState.COMPLETED);
            assertThat(runner.status().nodes().get(1).out()).isEqualTo(1000);
        }
        assertThat(collector.numbers()).isEqualTo(LongStream.range(0, 1000).boxed().toList());
    }

    @Test
    void drainsWhenToldToStop() throws Exception {
        try (PipeRunner runner = runner("input: numbers\noutput: collector\n")) {
            Workers.thread("stopper", runner::stop).start();
            assertThat(runner.run().state().state()).isEqualTo(PipeState.STOPPED);
            assertThat(collector.numbers()).isEqualTo(LongStream.range(0, collector.count()).boxed().toList());
        }
    }

    @Test
    void refusesAPipeWithErrorsOrMissingPlugins() {
        assertThatThrownBy(() -> runner("input: numbers\noutput: jdbc\n"))
                .isInstanceOf(PenstockException.class).hasMessageContaining("install bundle plugin-jdbc");
    }
}
