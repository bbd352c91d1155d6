package io.penstock.pipes.component;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.core.batch.Batch;
import io.penstock.core.concurrent.Workers;
import io.penstock.core.plugin.NodeContext;
import io.penstock.core.plugin.Output;
import io.penstock.core.plugin.OutputPlugin;
import io.penstock.core.plugin.PluginComponent;
import io.penstock.core.plugin.PluginKind;
import io.penstock.core.value.ByteSize;
import io.penstock.pipes.api.PipeState;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An output that does not listen when it is told to end. */
class StuckNodeTest {
    private static final long SOON_SECONDS = 20;

    @TempDir
    Path home;
    private final ScheduledExecutorService timer = Workers.timer("test");
    private final PluginRegistry plugins = new PluginRegistry();
    private final Deaf deaf = new Deaf();
    private PipesRuntime runtime;

    @BeforeEach
    void start() throws Exception {
        Files.createDirectories(home.resolve("pipes"));
        Files.writeString(home.resolve("pipes/count.yaml"), "input: {numbers: {up-to: 10}}\noutput: deaf\n");
        plugins.add(new Numbers(), 0);
        plugins.add(deaf, 0);
        runtime = new PipesRuntime(home.resolve("data"), home.resolve("pipes"),
                new PipesSettings(Optional.empty(), Duration.ofMillis(1), ByteSize.mebibytes(16),
                        Optional.of("me"), Map.of()), plugins,
                new LateResolver(), timer);
        runtime.start();
    }

    @AfterEach
    void stop() {
        deaf.released.countDown();
        runtime.close(Duration.ofSeconds(9));
        timer.shutdownNow();
    }

    @Test
    void keepsItsPipeFromStartingAgainUntilItHasEnded() throws Exception {
        assertThat(deaf.blocked.await(SOON_SECONDS, TimeUnit.SECONDS)).isTrue();

        runtime.service().restart("count");
        assertThat(state()).isEqualTo(PipeState.FAILED);
        assertThat(runtime.service().pipe("count").orElseThrow().state().reason()).contains("pipes.stuck");

        deaf.released.countDown();
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SOON_SECONDS);
        while (state() != PipeState.COMPLETED) {
            assertThat(System.nanoTime()).as("it starts again: %s", runtime.service().pipes()).isLessThan(end);
            TimeUnit.MILLISECONDS.sleep(2);
        }
    }

    @Test
    void isNotStartedBesideTheStuckOneByAnEditEither() throws Exception {
        assertThat(deaf.blocked.await(SOON_SECONDS, TimeUnit.SECONDS)).isTrue();

        runtime.service().put(home.resolve("pipes/count.yaml").toString(), "name: count\ninput: {numbers: {up-to: 11}}\noutput: deaf\n");
        runtime.service().deadLetters("count", letter -> true, 1);
        assertThat(runtime.service().pipe("count").orElseThrow().state().reason()).contains("pipes.stuck");
    }

    private PipeState state() {
        return runtime.service().pipe("count").orElseThrow().state().state();
    }

    /** Stuck until released, whoever interrupts it. */
    @PluginComponent(kind = PluginKind.OUTPUT, name = "deaf", doc = "Does not listen.")
    static final class Deaf implements OutputPlugin<Collector.Config> {
        private final CountDownLatch blocked = new CountDownLatch(1);
        private final CountDownLatch released = new CountDownLatch(1);

        @Override
        public Class<Collector.Config> options() {
            return Collector.Config.class;
        }

        @Override
        public Output create(Collector.Config options, NodeContext context) {
            return new Output() {
                @Override
                public void write(Batch batch) {
                    blocked.countDown();
                    boolean waits = true;
                    while (waits) {
                        try {
                            released.await();
                            waits = false;
                        } catch (InterruptedException e) {
                            // Deaf.
                            waits = true;
                        }
                    }
                }

                @Override
                public void close() {
                }
            };
        }
    }
}
