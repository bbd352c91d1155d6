package io.penstock.plugin.transform.aggregate;

import static io.penstock.plugin.transform.Transforms.NOON;
import static io.penstock.plugin.transform.Transforms.cpu;
import static io.penstock.plugin.transform.Transforms.make;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penstock.core.event.Fields;
import io.penstock.core.event.Measurement;
import io.penstock.core.event.Null;
import io.penstock.core.event.Record;
import io.penstock.core.event.Unsigned;
import io.penstock.core.options.OptionProblem;
import io.penstock.core.plugin.Transform;
import io.penstock.core.time.ManualClock;
import io.penstock.plugin.transform.Transforms;
import io.penstock.testing.Plugins;
import io.penstock.testing.RecordingOutlet;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WindowPluginTest {
    private final ManualClock clock = new ManualClock(NOON);
    private final RecordingOutlet out = new RecordingOutlet();

    private Transform window(Object... options) {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("emit", Map.of("count", "count()"));
        for (int i = 0; i < options.length; i += 2) {
            all.put((String) options[i], options[i + 1]);
        }
        return make(new WindowPlugin(), all, clock);
    }

    private static Record event(long second, Object... fields) {
        return Transforms.at(NOON.plusSeconds(second), fields);
    }

    private static Record counted(long start, long length, long count, Object... group) {
        List<Object> fields = new ArrayList<>(List.of(group));
        fields.addAll(List.of("count", count, "window_start", NOON.plusSeconds(start),
                "window_end", NOON.plusSeconds(start + length)));
        return event(start, fields.toArray());
    }

    @Test
    void countsTheEventsOfEachMinuteAndGroup() {
        Transform window = window("tumbling", "1m", "group-by", List.of("host"));
        out.apply(window, event(0, "host", "a"), event(59, "host", "b"), event(30, "host", "a"), event(31));
        assertThat(out.events()).isEmpty();
        out.apply(window, event(60, "host", "a"));
        assertThat(out.events()).containsExactly(counted(0, 60, 2, "host", "a"), counted(0, 60, 1, "host", "b"),
                counted(0, 60, 1, "host", Null.NULL));
    }

    @Test
    void groupsBySeveralFieldsAndByNone() {
        Transform window = window("tumbling", "10s", "group-by", List.of("a", "b"));
        out.apply(window, event(0, "a", 1L, "b", 2L), event(1, "b", 2L, "a", 1L), event(10));
        assertThat(out.events()).containsExactly(counted(0, 10, 2, "a", 1L, "b", 2L));
        RecordingOutlet all = new RecordingOutlet().apply(window("tumbling", "10s"), event(0), event(1), event(10));
        assertThat(all.events()).containsExactly(counted(0, 10, 2));
    }

    @Test
    void holdsEventsUntilTheirResultIsOut() {
        Transform window = window("tumbling", "1m");
        out.apply(window, event(0), event(1));
        assertThat(out.held()).isEqualTo(2);
        out.apply(window, event(60));
        assertThat(out.held()).isEqualTo(1);
        window.finish(out);
        assertThat(out.held()).isZero();
        assertThat(out.events()).containsExactly(counted(0, 60, 2), counted(60, 60, 1));
    }

    @Test
    void putsAnEventIntoEveryWindowThatOverlapsIt() {
        Transform window = window("sliding", "30s", "every", "10s");
        out.apply(window, event(0), event(10), event(25));
        assertThat(out.held()).isEqualTo(1 + 2 + 3);
        window.finish(out);
        assertThat(out.events()).containsExactly(counted(-20, 30, 1), counted(-10, 30, 2), counted(0, 30, 3),
                counted(10, 30, 2), counted(20, 30, 1));
        assertThat(out.held()).isZero();
    }

    @Test
    void waitsForLateEventsAsLongAsTold() {
        Transform window = window("tumbling", "1m", "lateness", "10s");
        out.apply(window, event(50), event(69), event(59));
        assertThat(out.events()).isEmpty();
        out.apply(window, event(70), event(59));
        assertThat(out.events()).containsExactly(counted(0, 60, 2));
        assertThat(out.drops()).containsExactly("late");
    }

    @Test
    void sendsLateEventsToTheirPort() {
        Transform window = window("tumbling", "1m", "late", "port");
        out.apply(window, event(60), event(59));
        assertThat(out.events("late")).containsExactly(event(59));
        assertThat(out.drops()).isEmpty();
        WindowPlugin plugin = new WindowPlugin();
        assertThat(plugin.ports(Plugins.options(plugin, Map.of("tumbling", "1m", "late", "port",
                "emit", Map.of("n", "count()"))))).containsExactly("late");
    }

    @Test
    void closesWindowsByTheClockWithProcessingTime() {
        Transform window = window("tumbling", "1m", "time", "processing");
        assertThat(window.wakeAt()).isEmpty();
        out.apply(window, event(-100_000), event(100_000));
        assertThat(window.wakeAt()).contains(NOON.plusSeconds(60));
        clock.advance(Duration.ofSeconds(59));
        window.wake(clock.now(), out);
        assertThat(out.events()).isEmpty();
        clock.advance(Duration.ofSeconds(1));
        window.wake(clock.now(), out);
        assertThat(out.events()).containsExactly(counted(0, 60, 2));
        assertThat(window.wakeAt()).isEmpty();
    }

    @Test
    void letsTimeGoOnWithTheClockWhileNoEventComes() {
        Transform window = window("tumbling", "1m", "idle", "5s", "lateness", "2s");
        out.apply(window, event(50));
        assertThat(window.wakeAt()).contains(NOON.plusSeconds(12));
        clock.advance(Duration.ofSeconds(12));
        window.wake(clock.now(), out);
        assertThat(out.events()).containsExactly(counted(0, 60, 1));
    }

    @Test
    void waitsForNewerEventsWithoutIdle() {
        Transform window = window("tumbling", "1m");
        out.apply(window, event(0));
        assertThat(window.wakeAt()).isEmpty();
    }

    @Test
    void refusesTimesFarAheadOfTheClockWithoutClosingAnything() {
        Transform window = window("tumbling", "1m");
        out.apply(window, event(0));
        assertThatThrownBy(() -> out.apply(window, event(86_401))).hasMessageContaining("1d ahead of the clock");
        assertThat(out.events()).isEmpty();
    }

    @Test
    void alignsWindowsBefore1970Too() {
        Record old = Transforms.at(Instant.ofEpochSecond(-1));
        Transform window = window("tumbling", "1m");
        window.apply(old, out);
        window.finish(out);
        assertThat(out.events().get(0).time()).isEqualTo(Instant.ofEpochSecond(-60));
    }

    @Test
    void dropsEventsBeyondItsLimitsAndCountsThem() {
        Transform groups = window("tumbling", "1m", "group-by", "h", "max-groups", 1);
        out.apply(groups, event(0, "h", "a"), event(0, "h", "b"), event(0, "h", "a"));
        Transform held = window("tumbling", "1m", "max-held", 1);
        out.apply(held, event(0), event(0));
        assertThat(out.drops()).containsExactly("too many groups", "too many held");
        out.apply(groups, event(60, "h", "c"));
        assertThat(out.events()).containsExactly(counted(0, 60, 2, "h", "a"));
    }

    @Test
    void remembersNothingOfEachEventWithoutHold() {
        Transform window = window("tumbling", "1m", "hold", false);
        out.apply(window, event(0), event(60));
        assertThat(out.held()).isZero();
        assertThat(out.events()).containsExactly(counted(0, 60, 1));
    }

    @Test
    void takesNothingOfAnEventItRefuses() {
        Transform window = window("tumbling", "1m", "emit", Map.of("sum", "sum(n)"));
        out.apply(window, event(0, "n", 1L));
        assertThatThrownBy(() -> out.apply(window, event(61, "n", "x"))).hasMessageContaining("sum(n)")
                .hasMessageContaining("\"x\"");
        assertThat(out.events()).isEmpty();
        assertThat(out.held()).isEqualTo(1);
    }

    @Test
    void makesMeasurementsOfMeasurements() {
        Transform window = window("tumbling", "1m", "output", "measurement", "emit", Map.of("max", "max(value)"));
        Measurement other = Measurement.of("load", NOON, 0.5, "1");
        out.apply(window, cpu(1), cpu(3), other);
        window.finish(out);
        assertThat(out.events()).containsExactly(
                Measurement.of("cpu_time_max", NOON, Unsigned.of(3), "s").withAttributes(Fields.of("state", "user")),
                Measurement.of("load_max", NOON, 0.5, "1"));
        assertThat(out.held()).isZero();
        assertThatThrownBy(() -> out.apply(window, event(0))).hasMessageContaining("measurements only");
    }

    @Test
    void aggregatesTheValuesOfMeasurementsIntoRecords() {
        Transform window = window("tumbling", "1m", "group-by", List.of("metric", "attributes.state"),
                "emit", Map.of("total", "sum(value)"));
        out.apply(window, cpu(1), cpu(2));
        window.finish(out);
        assertThat(out.events().get(0).fields().toMap()).containsEntry("metric", "cpu_time")
                .containsEntry("attributes.state", "user").containsEntry("total", Unsigned.of(3));
    }

    @Test
    void refusesOptionsThatDoNotGoTogether() {
        assertThat(codes()).contains("window.span");
        assertThat(codes("tumbling", "1m", "sliding", "1m")).contains("window.span", "window.every");
        assertThat(codes("sliding", "1m", "every", "2m")).containsExactly("window.gap");
        assertThat(codes("sliding", "1h", "every", "1s")).containsExactly("window.overlap");
        assertThat(codes("tumbling", "1m", "time", "processing", "lateness", "1s", "idle", "1s"))
                .containsExactly("window.lateness", "window.idle");
        assertThat(codes("tumbling", "1m", "output", "measurement", "group-by", "a")).containsExactly("window.group-by");
        assertThat(codes("tumbling", "1m", "emit", Map.of())).containsExactly("window.emit");
        assertThat(codes("tumbling", "1m", "emit", Map.of("x", "p101(a)"))).containsExactly("window.quantile");
        assertThat(codes("tumbling", "1m", "emit", Map.of("x", "median(a)"))).containsExactly("window.aggregate");
        assertThat(codes("tumbling", "0s")).contains("options.range");
    }

    private static List<String> codes(Object... options) {
        Map<String, Object> all = new LinkedHashMap<>(Map.of("emit", Map.of("n", "count()")));
        for (int i = 0; i < options.length; i += 2) {
            all.put((String) options[i], options[i + 1]);
        }
        return Plugins.problems(new WindowPlugin(), all).stream().map(OptionProblem::code).toList();
    }
}
