package io.penstock.plugin.transform.flow;

import static io.penstock.plugin.transform.Transforms.NOON;
import static io.penstock.plugin.transform.Transforms.make;
import static io.penstock.plugin.transform.Transforms.record;
import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.core.event.Event;
import io.penstock.core.plugin.Transform;
import io.penstock.core.time.ManualClock;
import io.penstock.testing.RecordingOutlet;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ThrottlePluginTest {
    private final ManualClock clock = new ManualClock(NOON);
    private final RecordingOutlet out = new RecordingOutlet();

    private static Event[] events(int from, int to) {
        return IntStream.rangeClosed(from, to).mapToObj(n -> record("n", (long) n)).toArray(Event[]::new);
    }

    private List<Object> numbers() {
        return out.events().stream().map(event -> event.fields().get("n")).toList();
    }

    @Test
    void passesABurstThenTheRateAndDropsTheRest() {
        Transform throttle = make(new ThrottlePlugin(), Map.of("rate", "10/s", "burst", 3), clock);
        out.apply(throttle, events(1, 5));
        clock.advance(Duration.ofMillis(99));
        out.apply(throttle, events(6, 6));
        clock.advance(Duration.ofMillis(1));
        out.apply(throttle, events(7, 8));
        clock.advance(Duration.ofSeconds(10));
        out.apply(throttle, events(9, 12));
        assertThat(numbers()).containsExactly(1L, 2L, 3L, 7L, 9L, 10L, 11L);
        assertThat(out.drops()).hasSize(5).containsOnly("throttled");
    }

    @Test
    void limitsEachKeyOnItsOwn() {
        Transform throttle = make(new ThrottlePlugin(), Map.of("rate", "1/s", "key", "k"), clock);
        out.apply(throttle, record("k", "a"), record("k", "b"), record("k", "a"));
        assertThat(out.events()).containsExactly(record("k", "a"), record("k", "b"));
    }

    @Test
    void holdsEventsUntilTheirTurnAndInOrder() {
        Transform throttle = make(new ThrottlePlugin(), Map.of("rate", "2/s", "burst", 1, "excess", "hold"), clock);
        assertThat(throttle.wakeAt()).isEmpty();
        out.apply(throttle, events(1, 3));
        assertThat(numbers()).containsExactly(1L);
        assertThat(out.held()).isEqualTo(2);
        assertThat(throttle.wakeAt()).contains(NOON.plusMillis(500));
        clock.advance(Duration.ofMillis(500));
        throttle.wake(clock.now(), out);
        assertThat(numbers()).containsExactly(1L, 2L);
        assertThat(throttle.wakeAt()).contains(NOON.plusSeconds(1));
        throttle.finish(out);
        assertThat(numbers()).containsExactly(1L, 2L, 3L);
        assertThat(out.held()).isZero();
    }

    @Test
    void dropsWhatItCannotHold() {
        out.apply(make(new ThrottlePlugin(), Map.of("rate", "1/s", "excess", "hold", "max-held", 1), clock), events(1, 3));
        assertThat(out.held()).isEqualTo(1);
        assertThat(out.drops()).hasSize(1);
    }

    @Test
    void allowsAsManyAtOnceAsTheRateNames() {
        out.apply(make(new ThrottlePlugin(), "5/m", clock), events(1, 7));
        assertThat(numbers()).hasSize(5);
    }
}
