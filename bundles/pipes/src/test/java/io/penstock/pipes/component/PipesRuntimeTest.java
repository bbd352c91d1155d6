package io.penstock.pipes.component;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.core.batch.Batch;
import io.penstock.core.health.Health;
import io.penstock.core.plugin.NodeContext;
import io.penstock.core.plugin.Output;
import io.penstock.core.plugin.OutputPlugin;
import io.penstock.core.plugin.PluginComponent;
import io.penstock.core.plugin.PluginKind;
import io.penstock.core.plugin.ReadyPipe;
import io.penstock.pipes.api.PipeState;
import java.nio.file.Files;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Pipes as they come from files. */
class PipesRuntimeTest extends RuntimeUnderTest {
    @Test
    void runsAPipeThatIsDroppedAndStopsItWhenItIsRemoved() throws Exception {
        plug();
        write("count.yaml", "input: {numbers: {up-to: 100}}\noutput: collector\n");
        awaitState("count", PipeState.COMPLETED);
        assertThat(collector.numbers()).isEqualTo(LongStream.range(0, 100).boxed().toList());
        Files.delete(home.resolve("pipes/count.yaml"));
        await(() -> runtime.service().pipes().isEmpty());
    }

    private static ReadyPipe ready(String text) {
        return new ReadyPipe() {
            @Override
            public String name() {
                return "count";
            }

            @Override
            public String text() {
                return text;
            }
        };
    }

    @Test
    void aReadyPipeMakesWayForAFileOfItsNameAndComesBackAfterIt() throws Exception {
        plug();
        ReadyPipe pipe = ready("name: count\ninput: {numbers: {up-to: 100}}\noutput: collector\n");
        runtime.addReady(pipe);
        awaitState("count", PipeState.COMPLETED);
        write("count.yaml", "input: numbers\noutput: collector\n");
        awaitState("count", PipeState.RUNNING);
        assertThat(runtime.service().pipes()).hasSize(1);
        Files.delete(home.resolve("pipes/count.yaml"));
        awaitState("count", PipeState.COMPLETED);
        runtime.removeReady(pipe);
        await(() -> runtime.service().pipes().isEmpty());
    }

    @Test
    void aReadyPipeThatTakesAnotherNameAndMakesWayThereLeavesNothingRunning() throws Exception {
        plug();
        write("taken.yaml", "input: numbers\noutput: collector\n");
        awaitState("taken", PipeState.RUNNING);
        runtime.addReady(ready("name: before\ninput: numbers\noutput: collector\n"));
        awaitState("before", PipeState.RUNNING);
        runtime.addReady(ready("name: taken\ninput: numbers\noutput: collector\n"));
        assertThat(runtime.service().pipes()).singleElement()
                .satisfies(pipe -> assertThat(pipe.source()).endsWith("taken.yaml"));
    }

    /** An output that takes what it gets although its receiver is away. */
    @PluginComponent(kind = PluginKind.OUTPUT, name = "spooling", doc = "Spools.")
    private static final class Spooling implements OutputPlugin<Collector.Config> {
        private volatile NodeContext context;

        @Override
        public Class<Collector.Config> options() {
            return Collector.Config.class;
        }

        @Override
        public Output create(Collector.Config options, NodeContext given) {
            context = given;
            given.degraded("nobody answers at db:1");
            return new Output() {
                @Override
                public void write(Batch batch) {
                }

                @Override
                public void close() {
                }
            };
        }
    }

    @Test
    void showsWhatANodeSaysOfItselfUntilItTakesThatBack() throws Exception {
        Spooling spooling = new Spooling();
        plugins.add(spooling, 0);
        plug();
        write("count.yaml", "input: numbers\noutput: spooling\n");
        awaitState("count", PipeState.DEGRADED);
        assertThat(pipe("count").state().reason()).contains("nobody answers at db:1");
        spooling.context.healthy();
        awaitState("count", PipeState.RUNNING);
    }

    @Test
    void keepsTheOldPipeRunningThroughABadEditAndSaysWhereItIsBad() throws Exception {
        plug();
        write("count.yaml", "input: numbers\noutput: collector\n");
        awaitState("count", PipeState.RUNNING);
        write("count.yaml", "input: numbers\noutput:\n  collector: {lable: x}\n");
        await(() -> pipe("count").problem().isPresent());
        assertThat(pipe("count").problem().orElseThrow()).contains("count.yaml:3:").contains("did you mean \"label\"");
        assertThat(pipe("count").state().state()).isEqualTo(PipeState.RUNNING);
        assertThat(runtime.service().health().get("count").state()).isEqualTo(Health.State.DEGRADED);
        write("count.yaml", "input: {numbers: {up-to: 5000000, each: 1}}\noutput: collector\n");
        await(() -> pipe("count").problem().isEmpty());
    }

    @Test
    void losesAndRepeatsNothingThroughEditsUnderLoad() throws Exception {
        plug();
        write("count.yaml", "input: {numbers: {each: 10}}\noutput: collector\n");
        for (int edit = 1; edit <= 3; edit++) {
            int before = collector.count();
            await(() -> collector.count() > before + 1000);
            int each = 10 + edit;
            write("count.yaml", "description: edit " + edit + "\ninput: {numbers: {each: " + each
                    + "}}\noutput: collector\n");
            String description = "edit " + edit;
            await(() -> pipe("count").description().equals(description));
        }
        runtime.service().pause("count");
        List<Long> numbers = collector.numbers();
        assertThat(numbers).isEqualTo(LongStream.range(0, numbers.size()).boxed().toList());
    }

    @Test
    void takesAPipeWhoseNameAnotherHasGivenUp() {
        plug();
        runtime.service().put("a.yaml", "name: x\ninput: {numbers: {up-to: 1}}\noutput: collector\n");
        runtime.service().put("b.yaml", "name: x\ninput: {numbers: {up-to: 2}}\noutput: collector\n");
        assertThat(pipe("b.yaml").problem()).hasValueSatisfying(problem -> assertThat(problem).contains("is taken"));

        runtime.service().put("a.yaml", "name: y\ninput: {numbers: {up-to: 1}}\noutput: collector\n");
        assertThat(pipe("x").source()).isEqualTo("b.yaml");
        assertThat(pipe("y").source()).isEqualTo("a.yaml");
    }

    @Test
    void refusesTwoPipesOfOneNameAndNamesBoth() throws Exception {
        plug();
        write("a.yaml", "name: same\ninput: numbers\noutput: collector\n");
        awaitState("same", PipeState.RUNNING);
        write("b.yaml", "name: same\ninput: numbers\noutput: collector\n");
        awaitState("b.yaml", PipeState.FAILED);
        assertThat(pipe("b.yaml").state().reason()).contains("a.yaml").contains("b.yaml");
        Files.delete(home.resolve("pipes/a.yaml"));
        await(() -> pipe("same").source().endsWith("b.yaml"));
    }

    @Test
    void staysPausedThroughARestartAndTellsItsHistory() throws Exception {
        plug();
        write("count.yaml", "input: numbers\noutput: collector\n");
        awaitState("count", PipeState.RUNNING);
        runtime.service().pause("count");
        assertThat(pipe("count").state().state()).isEqualTo(PipeState.PAUSED);
        stop();
        restartRuntime();
        plug();
        awaitState("count", PipeState.PAUSED);
        runtime.service().resume("count");
        awaitState("count", PipeState.RUNNING);
        assertThat(pipe("count").history()).extracting(change -> change.state().name())
                .containsSubsequence("PAUSED", "STARTING");
    }
}
