package io.penstock.pipes.run;

import static io.penstock.pipes.run.PipeRuntimeTest.events;
import static io.penstock.pipes.run.PipeRuntimeTest.number;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penstock.core.batch.Position;
import io.penstock.core.error.PenstockException;
import io.penstock.core.event.Event;
import io.penstock.core.event.Fields;
import io.penstock.core.event.Record;
import io.penstock.core.plugin.Input;
import io.penstock.core.plugin.InputFeed;
import io.penstock.core.plugin.Outlet;
import io.penstock.core.time.ManualClock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Plugins that misbehave, and folders that cannot be used. */
class TroubleTest {
    @TempDir
    Path data;
    private final FakePlugins plugins = new FakePlugins();

    @Test
    void theHoldOfAnEventThatFailedIsWorthNothing() throws Exception {
        List<Outlet.Hold> holds = new ArrayList<>();
        plugins.input("in", feed -> feed.emit(events(0, 10), new Position("p", 10)))
                .step("careless", (event, out) -> {
                    if (number(event) < 5) {
                        holds.add(out.hold());
                        throw PenstockException.invalid("test.late", "failed after it had held");
                    }
                    out.emit(event, List.copyOf(holds));
                    holds.clear();
                }).output("out", batch -> { });
        try (RunningPipe pipe = RunningPipe.start(data,
                new PipeBuilder().input("in").step("careless", "in").output("out", "careless"), plugins)) {
            pipe.awaitCompleted();
            assertThat(pipe.node("careless").deadLettered()).isEqualTo(5);
            assertThat(pipe.node("careless").filtered()).isEqualTo(5);
            assertThat(pipe.node("careless").out()).isZero();
            assertThat(pipe.node("careless").inFlight()).isZero();
        }
    }

    @Test
    void closesEverythingElseWhenOneNodeFailsToClose() throws Exception {
        plugins.input("in", () -> new Input() {
            @Override
            public void run(InputFeed feed) throws InterruptedException {
                Thread.currentThread().join();
            }

            @Override
            public void close() {
                throw new IllegalStateException("will not close");
            }
        }).output("out", batch -> { });
        RunningPipe pipe = RunningPipe.start(data, new PipeBuilder().input("in").output("out", "in"), plugins);
        assertThat(pipe.runtime.close(Duration.ofSeconds(4))).isTrue();
        assertThat(pipe.badlyClosed).containsEntry("in", "IllegalStateException: will not close");
        pipe.close();
    }

    @Test
    void holdsNoBufferOpenOfAPipeThatCouldNotBeAssembled() throws Exception {
        Path inTheWay = Files.createDirectories(data.resolve("state/outputs")).resolve("second.buffer");
        Files.writeString(inTheWay, "a file where a folder belongs");
        plugins.input("in", feed -> feed.emit(events(0, 10), new Position("p", 10)))
                .output("first", batch -> { }).output("second", batch -> { });
        PipeBuilder shape = new PipeBuilder().buffer("disk").input("in").output("first", "in").output("second", "in");
        assertThatThrownBy(() -> RunningPipe.start(data, shape, plugins)).isInstanceOf(PenstockException.class)
                .hasMessageContaining("second.buffer");

        Files.delete(inTheWay);
        try (RunningPipe pipe = RunningPipe.start(data, shape, plugins)) {
            pipe.awaitCompleted();
        }
    }

    @Test
    void endsInTimeThoughItsBufferIsFull() throws Exception {
        plugins.input("in", feed -> {
            for (int at = 0; true; at += 100) {
                feed.emit(events(at, at + 100), new Position("p", at + 100));
            }
        }).output("out", batch -> Thread.currentThread().join());
        RunningPipe pipe = RunningPipe.start(data, new PipeBuilder()
                .buffer(Map.of("type", "disk", "max-size", "1MiB", "when-full", "block", "sync", "none"))
                .maxInFlight("64KiB").input("in").output("out", "in"), plugins);
        long[] seen = new long[2];
        pipe.await(() -> {
            // Nothing has come in for a hundred looks: everything is full.
            long in = pipe.node("in").in();
            seen[1] = in == seen[0] ? seen[1] + 1 : 0;
            seen[0] = in;
            return seen[1] > 100 && pipe.node("out").diskBytes() > 900 << 10;
        });
        assertThat(pipe.runtime.close(Duration.ofSeconds(1))).isTrue();
        pipe.close();
    }

    @Test
    void endsInTimeThoughADeadLetterOnTheWayIntoItsBufferCannotBeKept() throws Exception {
        Event tooLarge = Record.of(Instant.EPOCH, Fields.of("text", "x".repeat(2 << 20)));
        CountDownLatch gone = new CountDownLatch(1);
        plugins.input("in", feed -> {
            gone.await();
            feed.emit(List.of(tooLarge), new Position("p", 1));
        }).output("out", batch -> { });
        RunningPipe pipe = RunningPipe.start(data, new PipeBuilder().input("in")
                .buffer(Map.of("type", "disk", "max-size", "1MiB")).output("out", "in"), plugins);
        Path letters = data.resolve("state/dead-letters");
        Files.delete(letters.resolve("removed"));
        Files.delete(letters);
        gone.countDown();
        pipe.await(() -> pipe.troubles.containsKey("dead-letters"));

        assertThat(pipe.runtime.close(Duration.ofSeconds(4))).as("all threads have ended").isTrue();
    }

    @Test
    void saysThatAnOutputDoesNotAnswerWhileItWaits() throws Exception {
        ManualClock clock = new ManualClock(Instant.EPOCH);
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch answered = new CountDownLatch(1);
        plugins.input("in", feed -> feed.emit(events(0, 10), new Position("p", 10))).output("out", batch -> {
            asked.countDown();
            answered.await();
        });
        try (RunningPipe pipe = new RunningPipe(data, new PipeBuilder().input("in").output("out", "in").build(), plugins, clock)) {
            asked.await();
            assertThat(pipe.troubles).isEmpty();
            clock.advance(Receiver.PATIENCE);
            pipe.await(() -> pipe.troubles.getOrDefault("out", "").contains("no answer for more than 10 s"));
            answered.countDown();
            pipe.await(() -> pipe.troubles.isEmpty());
        }
    }
}
