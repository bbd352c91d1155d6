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
import io.penstock.core.plugin.Transform;
import io.penstock.core.time.ManualClock;
import io.penstock.pipes.state.Checkpoints;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of events, and who learns it: senders and checkpoints. */
class FateTest {
    @TempDir
    Path data;
    private final FakePlugins plugins = new FakePlugins();

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

    private static void stallAtFive(Batch batch) throws InterruptedException {
        if (number(batch.events().get(0)) == 5) {
            Thread.currentThread().join();
        }
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
        }).output("out", FateTest::stallAtFive);
        try (RunningPipe pipe = RunningPipe.start(data, new PipeBuilder().input("in").output("out", "in"), plugins)) {
            pipe.await(() -> pipe.node("out").in() == 9);
        }
        assertThat(delivered).hasValue(Fate.DONE);
        assertThat(abandoned).hasValue(Fate.ABANDONED);
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
        }).output("out", FateTest::stallAtFive);
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
}
