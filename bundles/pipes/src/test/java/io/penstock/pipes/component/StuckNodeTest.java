package io.penstock.pipes.component;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.core.batch.Batch;
import io.penstock.core.plugin.NodeContext;
import io.penstock.core.plugin.Output;
import io.penstock.core.plugin.OutputPlugin;
import io.penstock.core.plugin.PluginComponent;
import io.penstock.core.plugin.PluginKind;
import io.penstock.pipes.api.PipeState;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An output that does not listen when it is told to end. */
class StuckNodeTest extends RuntimeUnderTest {
    private final Deaf deaf = new Deaf();

    @Override
    Duration drainDeadline() {
        return Duration.ofMillis(1);
    }

    @BeforeEach
    void getsStuck() throws Exception {
        plugins.add(deaf, 0);
        plug();
        write("count.yaml", "input: {numbers: {up-to: 10}}\noutput: deaf\n");
        assertThat(deaf.blocked.await(SOON_SECONDS, TimeUnit.SECONDS)).isTrue();
    }

    @AfterEach
    void release() {
        deaf.released.countDown();
    }

    @Test
    void keepsItsPipeFromStartingAgainUntilItHasEnded() throws Exception {
        runtime.service().restart("count");
        assertThat(pipe("count").state().state()).isEqualTo(PipeState.FAILED);
        assertThat(pipe("count").state().reason()).contains("pipes.stuck");

        deaf.released.countDown();
        awaitState("count", PipeState.COMPLETED);
    }

    @Test
    void isNotStartedBesideTheStuckOneByAnEditEither() throws Exception {
        runtime.service().put(home.resolve("pipes/count.yaml").toString(), "name: count\ninput: {numbers: {up-to: 11}}\noutput: deaf\n");
        runtime.service().deadLetters("count", letter -> true, 1);
        assertThat(pipe("count").state().reason()).contains("pipes.stuck");
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
