package io.penstock.pipes.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.core.batch.Batch;
import io.penstock.core.batch.Position;
import io.penstock.core.error.PenstockException;
import io.penstock.core.event.Event;
import io.penstock.core.event.Record;
import io.penstock.pipes.model.OnError;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PipeRuntimeTest {
    @TempDir
    Path data;
    private final List<String> received = new CopyOnWriteArrayList<>();
    private final FakePlugins plugins = new FakePlugins()
            .input("lines", feed -> {
                for (int i = 0; i < 10; i++) {
                    feed.emit(events(i * 10, i * 10 + 10), new Position("p", i * 10 + 10));
                }
            })
            .step("odd", (event, out) -> {
                if (number(event) % 2 == 1) {
                    out.emit(event);
                }
            })
            .step("picky", (event, out) -> {
                if (number(event) == 13) {
                    throw PenstockException.invalid("test.unlucky", "13 is unlucky");
                }
                out.emit(event);
            })
            .step("split", (event, out) -> out.emit(number(event) < 50 ? "low" : "high", event))
            .output("all", this::receive);

    static List<Event> events(int from, int to) {
        return new ArrayList<>(IntStream.range(from, to)
                .mapToObj(i -> (Event) Record.raw(Instant.EPOCH, Integer.toString(i))).toList());
    }

    static int number(Event event) {
        return Integer.parseInt(text(event));
    }

    static String text(Event event) {
        return (String) event.fields().get("_raw");
    }

    private void receive(Batch batch) {
        batch.events().forEach(event -> received.add(text(event)));
    }

    private static List<String> numbers(IntStream numbers) {
        return numbers.mapToObj(Integer::toString).toList();
    }

    private void conserved(RunningPipe pipe) {
        assertThat(pipe.runtime.report()).allSatisfy(node -> assertThat(node.conserved()).as("%s", node).isTrue());
    }

    @Test
    void carriesEventsFromInputToOutputInOrderAndCompletes() throws Exception {
        try (RunningPipe pipe = RunningPipe.start(data, new PipeBuilder().input("lines").output("all", "lines"), plugins)) {
            pipe.awaitCompleted();
            assertThat(received).isEqualTo(numbers(IntStream.range(0, 100)));
            conserved(pipe);
            assertThat(pipe.runtime.memoryBytes()).isZero();
        }
    }

    @Test
    void movesTheCheckpointOnlyBehindWhatIsDelivered() throws Exception {
        CountDownLatch stuck = new CountDownLatch(1);
        plugins.output("all", batch -> {
            if (batch.events().stream().anyMatch(event -> number(event) == 35)) {
                stuck.countDown();
                Thread.currentThread().join();
            }
            receive(batch);
        });
        PipeBuilder shape = new PipeBuilder().batch(Map.of("max-events", 10)).input("lines").output("all", "lines");
        try (RunningPipe pipe = RunningPipe.start(data, shape, plugins)) {
            stuck.await();
        }
        assertThat(io.penstock.pipes.state.Checkpoints.open(data.resolve("state")).of("lines")).containsEntry("p", 30L);
    }

    @Test
    void countsFilteredEventsAsDone() throws Exception {
        try (RunningPipe pipe = RunningPipe.start(data,
                new PipeBuilder().input("lines").step("odd", "lines").output("all", "odd"), plugins)) {
            pipe.awaitCompleted();
            assertThat(pipe.node("odd").filtered()).isEqualTo(50);
            conserved(pipe);
        }
        assertThat(received).hasSize(50);
        assertThat(io.penstock.pipes.state.Checkpoints.open(data.resolve("state")).of("lines")).containsEntry("p", 100L);
    }

    @Test
    void keepsWhatAStepCannotHandleAsDeadLetters() throws Exception {
        try (RunningPipe pipe = RunningPipe.start(data,
                new PipeBuilder().input("lines").step("picky", "lines").output("all", "picky"), plugins)) {
            pipe.awaitCompleted();
            conserved(pipe);
            assertThat(pipe.folder.deadLetters().list(letter -> true, 10)).singleElement().satisfies(letter -> {
                assertThat(letter.reason()).isEqualTo("13 is unlucky");
                assertThat(letter.node()).isEqualTo("picky");
                assertThat(text(letter.event())).isEqualTo("13");
            });
        }
        assertThat(received).hasSize(99).doesNotContain("13");
    }

    @Test
    void failsThePipeWhereAStepAsksForThat() throws Exception {
        try (RunningPipe pipe = RunningPipe.start(data,
                new PipeBuilder().input("lines").step("picky", OnError.FAIL, "lines").output("all", "picky"), plugins)) {
            pipe.await(() -> pipe.failure.isPresent());
            assertThat(pipe.failure).contains("picky: 13 is unlucky");
        }
        assertThat(io.penstock.pipes.state.Checkpoints.open(data.resolve("state")).of("lines").getOrDefault("p", 0L))
                .isLessThanOrEqualTo(10L);
    }

    @Test
    void sendsPortsTheirWaysAndJoinsThemAgain() throws Exception {
        List<String> low = new CopyOnWriteArrayList<>();
        plugins.output("low", batch -> batch.events().forEach(event -> low.add(text(event))));
        try (RunningPipe pipe = RunningPipe.start(data, new PipeBuilder().input("lines").step("split", "lines")
                .step("odd", "split.high", "split.low").output("low", "split.low").output("all", "odd"), plugins)) {
            pipe.awaitCompleted();
            conserved(pipe);
        }
        assertThat(low).isEqualTo(numbers(IntStream.range(0, 50)));
        assertThat(received).isEqualTo(numbers(IntStream.range(0, 100).filter(i -> i % 2 == 1)));
    }

    @Test
    void triesAgainUntilTheReceiverTakesTheBatch() throws Exception {
        AtomicInteger tries = new AtomicInteger();
        plugins.output("all", batch -> {
            if (tries.incrementAndGet() % 3 != 0) {
                throw new java.io.IOException("down");
            }
            receive(batch);
        });
        try (RunningPipe pipe = RunningPipe.start(data, new PipeBuilder().input("lines").output("all", "lines"), plugins)) {
            pipe.awaitCompleted();
            assertThat(pipe.node("all").retries()).isPositive();
            assertThat(pipe.troubles).isEmpty();
        }
        assertThat(received).isEqualTo(numbers(IntStream.range(0, 100)));
    }

    @Test
    void failsWhenTheRetriesAreUsedUpAndKeepsTheCheckpoint() throws Exception {
        plugins.output("all", batch -> {
            throw new java.io.IOException("down");
        });
        PipeBuilder shape = new PipeBuilder().retry(Map.of("max-times", 3, "initial-delay", "1ms", "max-delay", "1ms"))
                .input("lines").output("all", "lines");
        try (RunningPipe pipe = RunningPipe.start(data, shape, plugins)) {
            pipe.await(() -> pipe.failure.isPresent());
            assertThat(pipe.failure).contains("all: gave up after 3 retries: IOException: down");
        }
        assertThat(io.penstock.pipes.state.Checkpoints.open(data.resolve("state")).saved()).isEmpty();
    }

    @Test
    void findsTheCulpritsInARefusedBatch() throws Exception {
        plugins.output("all", batch -> {
            if (batch.events().stream().anyMatch(event -> number(event) % 40 == 7)) {
                throw PenstockException.invalid("test.poison", "poisoned");
            }
            receive(batch);
        });
        try (RunningPipe pipe = RunningPipe.start(data, new PipeBuilder().batch(Map.of("timeout", "5s"))
                .input("lines").output("all", "lines"), plugins)) {
            pipe.awaitCompleted();
            conserved(pipe);
            assertThat(pipe.folder.deadLetters().list(letter -> true, 10))
                    .extracting(letter -> text(letter.event())).containsExactly("7", "47", "87");
        }
        assertThat(received).isEqualTo(numbers(IntStream.range(0, 100).filter(i -> i % 40 != 7)));
    }

    @Test
    void honoursTheLimitsOfABatch() throws Exception {
        List<Integer> sizes = new CopyOnWriteArrayList<>();
        plugins.output("all", batch -> sizes.add(batch.events().size()));
        try (RunningPipe pipe = RunningPipe.start(data, new PipeBuilder().batch(Map.of("max-events", 7, "timeout", "5s"))
                .input("lines").output("all", "lines"), plugins)) {
            pipe.awaitCompleted();
        }
        assertThat(sizes).allMatch(size -> size <= 7);
        assertThat(sizes.stream().mapToInt(i -> i).sum()).isEqualTo(100);
    }
}
