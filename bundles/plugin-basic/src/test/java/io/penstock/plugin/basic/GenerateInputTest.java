package io.penstock.plugin.basic;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.core.concurrent.Workers;
import io.penstock.core.event.Event;
import io.penstock.core.event.Measurement;
import io.penstock.core.event.Unsigned;
import io.penstock.core.plugin.Input;
import io.penstock.core.time.ManualClock;
import io.penstock.testing.Plugins;
import io.penstock.testing.RecordingFeed;
import io.penstock.testing.TestContext;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GenerateInputTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final GeneratePlugin plugin = new GeneratePlugin();
    private final ManualClock clock = new ManualClock(START);
    private final RecordingFeed feed = new RecordingFeed();

    @Test
    void makesTheSameEventsInEveryRun() throws Exception {
        Map<String, Object> written = Map.of("count", 5, "size", "4B", "start-time", "2026-01-01T00:00:00Z", "step", "1s",
                "fields", Map.of("host", "h{seq%2}-{seq}", "n", 7));
        input(written).run(feed);
        RecordingFeed again = new RecordingFeed();
        input(written).run(again);
        assertThat(feed.events()).hasSize(5).isEqualTo(again.events());
        Event fourth = feed.events().get(3);
        assertThat(fourth.time()).isEqualTo(START.plusSeconds(3));
        assertThat(fourth.fields().toMap())
                .isEqualTo(Map.of("seq", 3L, "host", "h1-3", "n", 7L, "payload", "abcd"));
    }

    @Test
    void makesMeasurementsOfSeriesInTurn() throws Exception {
        input(Map.of("count", 1000, "series", 20, "start-time", "2026-01-01T00:00:00Z")).run(feed);
        assertThat(feed.events()).hasSize(1000).doesNotHaveDuplicates().allMatch(Measurement.class::isInstance);
        Measurement odd = (Measurement) feed.events().get(41);
        assertThat(odd.metric()).isEqualTo("memory_used");
        assertThat(odd.consumer()).hasToString("process/0");
        assertThat(odd.value()).isEqualTo(0.5);
        assertThat(((Measurement) feed.events().get(52)).value()).isEqualTo(Unsigned.of(2));
        assertThat(Plugins.problems(plugin, Map.of("series", 2, "fields", Map.of("a", 1)))).hasSize(1);
    }

    @Test
    void goesOnFromItsCheckpoint() throws Exception {
        feed.startAt(GenerateInput.PARTITION, 3);
        input(Map.of("count", 5)).run(feed);
        assertThat(sequence(feed.events())).containsExactly(3L, 4L);
        assertThat(feed.checkpoint(GenerateInput.PARTITION)).hasValue(5);
    }

    @Test
    void endsBatchesAtCutsAndAtItsLimit() throws Exception {
        feed.cutAt(GenerateInput.PARTITION, 3);
        input(Map.of("count", 10, "batch-events", 4)).run(feed);
        assertThat(feed.batches()).extracting(GenerateInputTest::sequence)
                .containsExactly(List.of(0L, 1L, 2L), List.of(3L, 4L, 5L, 6L), List.of(7L, 8L, 9L));
    }

    @Test
    void keepsToItsRate() throws Exception {
        Input input = input(Map.of("rate", "10/s"));
        Thread runner = start(input);
        // It counts from when it began: only once it waits has it looked at the clock.
        while (runner.getState() != Thread.State.TIMED_WAITING) {
            Thread.onSpinWait();
        }
        clock.advance(Duration.ofMillis(350));
        assertThat(feed.awaitEvents(3, Duration.ofSeconds(10))).hasSizeBetween(3, 4);
        input.close();
        runner.join(10_000);
        assertThat(runner.isAlive()).isFalse();
        assertThat(feed.events()).hasSizeBetween(3, 4);
    }

    @Test
    void refusesFieldsOfItsOwnAndTimesThatAreNone() {
        assertThat(Plugins.problems(plugin, Map.of("fields", Map.of("seq", 1), "start-time", "noon")))
                .extracting(problem -> problem.code()).containsExactly("generate.time", "generate.field");
    }

    private Input input(Map<String, Object> written) {
        return plugin.create(Plugins.options(plugin, written), TestContext.of(Path.of("unused"), clock));
    }

    private Thread start(Input input) {
        Thread thread = Workers.thread("generate", () -> {
            try {
                input.run(feed);
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        });
        thread.start();
        return thread;
    }

    private static List<Long> sequence(List<Event> events) {
        return events.stream().map(event -> (Long) event.fields().get("seq")).toList();
    }
}
