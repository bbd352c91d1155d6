package io.penstock.pipes.run;

import static io.penstock.pipes.run.PipeRuntimeTest.events;
import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.core.batch.Batch;
import io.penstock.core.batch.Position;
import io.penstock.core.plugin.InputFeed;
import io.penstock.core.plugin.Output;
import io.penstock.core.plugin.OutputPlugin;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Outputs that stall, steps that are busy. */
class PressureTest {
    @TempDir
    Path data;
    private final FakePlugins plugins = new FakePlugins();

    static void emitForEver(InputFeed feed) throws InterruptedException {
        for (int i = 0; ; i += 100) {
            feed.emit(events(i, i + 100), new Position("p", i + 100));
        }
    }

    @Test
    void keepsMemoryWithinTheBudgetWhileAnOutputStalls() throws Exception {
        plugins.input("in", PressureTest::emitForEver).output("out", batch -> Thread.currentThread().join());
        try (RunningPipe pipe = RunningPipe.start(data,
                new PipeBuilder().maxInFlight("256KiB").input("in").output("out", "in"), plugins)) {
            pipe.await(() -> pipe.runtime.memoryBytes() > 200 << 10);
            long seen = pipe.node("in").in();
            for (int look = 0; look < 20; look++) {
                assertThat(pipe.runtime.memoryBytes()).isLessThanOrEqualTo((256 << 10) + (100 << 10));
            }
            pipe.await(() -> pipe.node("in").in() >= seen);
        }
    }

    @Test
    void letsOnlyALittleWaitForABusyStep() throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        AtomicReference<Thread> input = new AtomicReference<>();
        plugins.input("in", feed -> {
            input.set(Thread.currentThread());
            emitForEver(feed);
        }).step("busy", () -> (event, out) -> {
            try {
                go.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }).output("out", batch -> { });
        try (RunningPipe pipe = RunningPipe.start(data,
                new PipeBuilder().maxInFlight("16MiB").input("in").step("busy", "in").output("out", "busy"), plugins)) {
            pipe.await(() -> pipe.runtime.memoryBytes() > PipeThread.INBOX_BYTES / 2
                    && input.get().getState() == Thread.State.WAITING);
            assertThat(pipe.runtime.memoryBytes()).isLessThan(2 * PipeThread.INBOX_BYTES);
            long taken = pipe.node("in").in();
            go.countDown();
            pipe.await(() -> pipe.node("busy").filtered() > taken + 10_000);
        }
    }

    @Test
    void aPipeIsNotCompleteWhileAnOutputHasABufferOfItsOwnThatIsNotEmpty() throws Exception {
        AtomicBoolean settled = new AtomicBoolean();
        AtomicInteger asked = new AtomicInteger();
        plugins.input("in", feed -> feed.emit(events(0, 5))).output("out", OutputPlugin.Guarantee.AT_LEAST_ONCE,
                () -> new Output() {
                    @Override
                    public void write(Batch batch) {
                    }

                    @Override
                    public boolean settled() {
                        asked.incrementAndGet();
                        return settled.get();
                    }

                    @Override
                    public void close() {
                    }
                });
        try (RunningPipe pipe = RunningPipe.start(data, new PipeBuilder().input("in").output("out", "in"), plugins)) {
            pipe.await(() -> pipe.node("out").out() == 5 && asked.get() > 2);
            assertThat(pipe.isCompleted()).isFalse();
            settled.set(true);
            pipe.awaitCompleted();
        }
    }
}
