package io.penstock.pipes.component;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.core.batch.Batch;
import io.penstock.core.error.PenstockException;
import io.penstock.core.event.Record;
import io.penstock.core.plugin.Input;
import io.penstock.core.plugin.InputFeed;
import io.penstock.core.plugin.InputPlugin;
import io.penstock.core.plugin.NodeContext;
import io.penstock.core.plugin.Output;
import io.penstock.core.plugin.OutputPlugin;
import io.penstock.core.plugin.PluginComponent;
import io.penstock.core.plugin.PluginKind;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ReplayTest extends RuntimeUnderTest {
    private final Gate gate = new Gate();

    @AfterEach
    void open() {
        gate.open.countDown();
    }

    @Test
    void sendsALetterOnceThoughItIsAskedForTwiceBeforeItIsDelivered() throws Exception {
        plugins.add(new Three(), 0);
        plugins.add(gate, 0);
        runtime.service().put("p.yaml", "input: three\noutput: gate\n");
        await(() -> pipe("p").deadLetters() == 3);
        gate.refuses = false;
        assertThat(runtime.service().replay("p", letter -> true, 10, Duration.ZERO)).isZero();
        assertThat(runtime.service().replay("p", letter -> true, 10, Duration.ZERO)).isZero();
        gate.open.countDown();
        await(() -> pipe("p").deadLetters() == 0);
        runtime.service().pause("p");
        assertThat(gate.taken).hasValue(3);
    }

    /** Three events, then nothing for ever. */
    @PluginComponent(kind = PluginKind.INPUT, name = "three", doc = "Three.")
    static final class Three implements InputPlugin<Collector.Config> {
        @Override
        public Class<Collector.Config> options() {
            return Collector.Config.class;
        }

        @Override
        public Input create(Collector.Config options, NodeContext context) {
            return new Input() {
                @Override
                public void run(InputFeed feed) throws InterruptedException {
                    feed.emit(List.of(Record.raw(Instant.EPOCH, "1"), Record.raw(Instant.EPOCH, "2"),
                            Record.raw(Instant.EPOCH, "3")));
                    Thread.currentThread().join();
                }

                @Override
                public void close() {
                }
            };
        }
    }

    /** Refuses everything, or takes it once it is open. */
    @PluginComponent(kind = PluginKind.OUTPUT, name = "gate", doc = "A gate.")
    static final class Gate implements OutputPlugin<Collector.Config> {
        private final CountDownLatch open = new CountDownLatch(1);
        private final AtomicInteger taken = new AtomicInteger();
        private volatile boolean refuses = true;

        @Override
        public Class<Collector.Config> options() {
            return Collector.Config.class;
        }

        @Override
        public Output create(Collector.Config options, NodeContext context) {
            return new Output() {
                @Override
                public void write(Batch batch) throws InterruptedException {
                    if (refuses) {
                        throw PenstockException.invalid("gate.closed", "refused");
                    }
                    open.await();
                    taken.addAndGet(batch.events().size());
                }

                @Override
                public void close() {
                }
            };
        }
    }
}
