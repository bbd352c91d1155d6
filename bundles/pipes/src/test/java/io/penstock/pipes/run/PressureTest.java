package io.penstock.pipes.run;

import static io.penstock.pipes.run.PipeRuntimeTest.events;
import static io.penstock.pipes.run.PipeRuntimeTest.number;
import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.core.batch.Batch;
import io.penstock.core.batch.Fate;
import io.penstock.core.batch.Position;
import io.penstock.core.event.Event;
import io.penstock.core.event.Record;
import io.penstock.core.plugin.Outlet;
import io.penstock.core.plugin.Output;
import io.penstock.core.plugin.OutputPlugin;
import io.penstock.core.plugin.Transform;
import io.penstock.core.time.ManualClock;
import io.penstock.pipes.state.Checkpoints;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Outputs that stall or differ, steps that hold, buffers that fill. */
class PressureTest {
    @TempDir
    Path data;
    private final FakePlugins plugins = new FakePlugins();

    private static void emitForEver(io.penstock.core.plugin.InputFeed feed) throws InterruptedException {
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
    void takesTheWorstFateOfAFanOut() throws Exception {
        AtomicBoolean up = new AtomicBoolean();
        plugins.input("in", feed -> feed.emit(events(0, 10), new Position("p", 10)))
                .output("good", batch -> { })
                .output("bad", batch -> {
                    if (!up.get()) {
                        throw new IOException("down");
                    }
                });
        try (RunningPipe pipe = RunningPipe.start(data,
                new PipeBuilder().input("in").output("good", "in").output("bad", "in"), plugins)) {
            pipe.await(() -> pipe.node("good").out() == 10 && pipe.node("bad").retries() > 2);
            assertThat(pipe.troubles).containsEntry("bad", "IOException: down");
        }
        assertThat(Checkpoints.open(data.resolve("state")).saved()).isEmpty();
        up.set(true);
        try (RunningPipe pipe = RunningPipe.start(data,
                new PipeBuilder().input("in").output("good", "in").output("bad", "in"), plugins)) {
            pipe.awaitCompleted();
        }
        assertThat(Checkpoints.open(data.resolve("state")).of("in")).containsEntry("p", 10L);
    }

    @Test
    void tellsASenderTheFateOfItsEvents() throws Exception {
        AtomicReference<Fate> delivered = new AtomicReference<>();
        AtomicReference<Fate> abandoned = new AtomicReference<>();
        CountDownLatch first = new CountDownLatch(1);
        plugins.input("in", feed -> {
            feed.submit(events(0, 5)).thenAccept(fate -> {
                delivered.set(fate);
                first.countDown();
            });
            first.await();
            feed.submit(events(5, 9)).thenAccept(abandoned::set);
            Thread.currentThread().join();
        }).output("out", batch -> {
            if (number(batch.events().get(0)) == 5) {
                Thread.currentThread().join();
            }
        });
        try (RunningPipe pipe = RunningPipe.start(data, new PipeBuilder().input("in").output("out", "in"), plugins)) {
            pipe.await(() -> pipe.node("out").in() == 9);
        }
        assertThat(delivered).hasValue(Fate.DONE);
        assertThat(abandoned).hasValue(Fate.ABANDONED);
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

    @Test
    void aSenderWhoseEventsHaveAPositionLearnsTheirFateToo() throws Exception {
        AtomicReference<Fate> abandoned = new AtomicReference<>();
        CountDownLatch first = new CountDownLatch(1);
        plugins.input("in", feed -> {
            feed.submit(events(0, 5), new Position("p", 5)).thenAccept(fate -> first.countDown());
            first.await();
            feed.submit(events(5, 9), new Position("p", 9)).thenAccept(abandoned::set);
            Thread.currentThread().join();
        }).output("out", batch -> {
            if (number(batch.events().get(0)) == 5) {
                Thread.currentThread().join();
            }
        });
        try (RunningPipe pipe = RunningPipe.start(data, new PipeBuilder().input("in").output("out", "in"), plugins)) {
            pipe.await(() -> pipe.node("out").in() == 9);
        }
        assertThat(abandoned).hasValue(Fate.ABANDONED);
    }

    /** Holds everything, and emits how many there were when it is woken a minute later. */
    private static final class Minute implements Transform {
        private final ManualClock clock;
        private final List<Outlet.Hold> holds = new ArrayList<>();
        private Optional<Instant> due = Optional.empty();

        Minute(ManualClock clock) {
            this.clock = clock;
        }

        @Override
        public void apply(Event event, Outlet out) {
            holds.add(out.hold());
            if (due.isEmpty()) {
                due = Optional.of(clock.now().plusSeconds(60));
            }
        }

        @Override
        public Optional<Instant> wakeAt() {
            return due;
        }

        @Override
        public void wake(Instant now, Outlet out) {
            out.emit(Record.raw(now, Integer.toString(holds.size())), List.copyOf(holds));
            holds.clear();
            due = Optional.empty();
        }
    }

    @Test
    void movesTheCheckpointOnlyWhenWhatStandsForHeldEventsIsDelivered() throws Exception {
        ManualClock clock = new ManualClock(Instant.EPOCH);
        List<Integer> received = new CopyOnWriteArrayList<>();
        plugins.input("in", feed -> {
            feed.emit(events(0, 10), new Position("p", 10));
            feed.emit(events(10, 15), new Position("p", 15));
            Thread.currentThread().join();
        }).step("minute", () -> new Minute(clock))
                .output("out", batch -> batch.events().forEach(event -> received.add(number(event))));
        try (RunningPipe pipe = new RunningPipe(data,
                new PipeBuilder().input("in").step("minute", "in").output("out", "minute").build(), plugins, clock)) {
            pipe.await(() -> pipe.node("minute").inFlight() == 15);
            assertThat(received).isEmpty();
            assertThat(pipe.node("minute").conserved()).isTrue();
            clock.advance(Duration.ofSeconds(61));
            pipe.await(() -> received.size() == 1);
            pipe.await(() -> pipe.node("minute").out() == 15 && pipe.node("minute").conserved());
        }
        assertThat(received).containsExactly(15);
        assertThat(Checkpoints.open(data.resolve("state")).of("in")).containsEntry("p", 15L);
    }

    private RunningPipe toDisk(String whenFull) {
        return RunningPipe.start(data, new PipeBuilder().batch(Map.of("timeout", "0s", "max-events", 100))
                .buffer(Map.of("type", "disk", "max-size", "1MiB", "when-full", whenFull, "sync", "none"))
                .input("in").output("out", "in"), plugins);
    }

    @Test
    void acknowledgesWhatIsInTheDiskBufferThoughTheReceiverIsDown() throws Exception {
        AtomicBoolean up = new AtomicBoolean();
        List<Integer> received = new CopyOnWriteArrayList<>();
        plugins.input("in", feed -> feed.emit(events((int) feed.checkpoint("p").orElse(0), 500), new Position("p", 500)))
                .output("out", batch -> {
                    if (!up.get()) {
                        throw new IOException("down");
                    }
                    batch.events().forEach(event -> received.add(number(event)));
                });
        try (RunningPipe pipe = toDisk("block")) {
            pipe.await(() -> Checkpoints.open(data.resolve("state")).of("in").getOrDefault("p", 0L) == 500);
        }
        up.set(true);
        try (RunningPipe pipe = toDisk("block")) {
            pipe.awaitCompleted();
            assertThat(pipe.node("out").conserved()).isTrue();
        }
        assertThat(received).hasSize(500).doesNotHaveDuplicates();
    }

    @Test
    void waitsWhenTheDiskBufferIsFull() throws Exception {
        plugins.input("in", PressureTest::emitForEver).output("out", batch -> Thread.currentThread().join());
        try (RunningPipe pipe = toDisk("block")) {
            pipe.await(() -> pipe.node("out").diskBytes() > 700 << 10);
            assertThat(pipe.node("out").dropped()).isZero();
            assertThat(pipe.node("out").diskBytes()).isLessThanOrEqualTo(1 << 20);
        }
    }

    @Test
    void dropsTheNewestWhenTheDiskBufferIsFullAndCountsThem() throws Exception {
        plugins.input("in", PressureTest::emitForEver).output("out", batch -> Thread.currentThread().join());
        try (RunningPipe pipe = toDisk("drop-newest")) {
            pipe.await(() -> pipe.node("out").dropped() > 1000);
            assertThat(pipe.node("out").drops()).containsKey("buffer full");
        }
    }

    @Test
    void dropsTheOldestWhenTheDiskBufferIsFullAndCountsThem() throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        List<Integer> received = new CopyOnWriteArrayList<>();
        plugins.input("in", feed -> {
            for (int i = 0; i < 40_000; i += 100) {
                feed.emit(events(i, i + 100), new Position("p", i + 100));
            }
        }).output("out", batch -> {
            go.await();
            batch.events().forEach(event -> received.add(number(event)));
        });
        try (RunningPipe pipe = toDisk("drop-oldest")) {
            pipe.await(() -> pipe.node("out").in() == 40_000 && pipe.node("out").bufferedBytes() < 3 << 20);
            go.countDown();
            pipe.await(() -> received.contains(39_999));
            pipe.await(() -> pipe.node("out").inFlight() == 0);
            assertThat(pipe.node("out").conserved()).isTrue();
            assertThat(received.size() + pipe.node("out").dropped()).isEqualTo(40_000);
        }
        assertThat(received).doesNotHaveDuplicates();
    }
}
