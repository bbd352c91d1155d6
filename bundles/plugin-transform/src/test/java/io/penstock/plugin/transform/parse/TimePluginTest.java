package io.penstock.plugin.transform.parse;

import static io.penstock.plugin.transform.Transforms.NOON;
import static io.penstock.plugin.transform.Transforms.cpu;
import static io.penstock.plugin.transform.Transforms.make;
import static io.penstock.plugin.transform.Transforms.record;
import static io.penstock.plugin.transform.Transforms.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penstock.core.event.Event;
import io.penstock.core.event.Fields;
import io.penstock.core.event.Measurement;
import io.penstock.core.event.Unsigned;
import io.penstock.core.options.OptionProblem;
import io.penstock.testing.Plugins;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TimePluginTest {
    private static Instant read(Object value, Object... options) {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("input-field", "ts");
        for (int i = 0; i < options.length; i += 2) {
            all.put((String) options[i], options[i + 1]);
        }
        return run(make(new TimePlugin(), all), record("ts", value)).get(0).time();
    }

    @Test
    void readsIso8601WithAndWithoutAnOffset() {
        Instant expected = Instant.parse("2026-01-02T03:04:05.123456789Z");
        assertThat(read("2026-01-02T03:04:05.123456789Z")).isEqualTo(expected);
        assertThat(read("2026-01-02 05:04:05.123456789+0200")).isEqualTo(expected);
        assertThat(read("2026-01-02T05:04:05.123456789+02:00")).isEqualTo(expected);
        assertThat(read("2026-01-02 04:04:05.123456789", "zone", "Europe/Berlin")).isEqualTo(expected);
    }

    @Test
    void readsPatternsAndTriesThemInOrder() {
        assertThat(read("01/Jan/2026:00:00:00 +0100", "format", "dd/MMM/yyyy:HH:mm:ss Z"))
                .isEqualTo("2025-12-31T23:00:00Z");
        assertThat(read("Fri, 02 Jan 2026 12:00:00 GMT", "format", List.of("iso", "rfc-1123"))).isEqualTo(NOON);
    }

    @Test
    void readsEpochNumbersOfAnyTypeExactly() {
        assertThat(read(1767355200L, "format", "epoch-s")).isEqualTo(NOON);
        assertThat(read("1767355200.000000001", "format", "epoch-s")).isEqualTo(NOON.plusNanos(1));
        assertThat(read(1767355200123L, "format", "epoch-ms")).isEqualTo(NOON.plusMillis(123));
        assertThat(read(Unsigned.of(1767355200000000001L), "format", "epoch-ns")).isEqualTo(NOON.plusNanos(1));
        assertThat(read(-0.5, "format", "epoch-s")).isEqualTo("1969-12-31T23:59:59.5Z");
    }

    @Test
    void guessesTheYearThatIsLeftOut() {
        assertThat(read("Jan 2 11:59:00", "format", "MMM d HH:mm:ss")).isEqualTo("2026-01-02T11:59:00Z");
        assertThat(read("Dec 31 23:59:00", "format", "MMM d HH:mm:ss")).isEqualTo("2025-12-31T23:59:00Z");
    }

    @Test
    void writesTheTimeIntoAField() {
        assertThat(run(make(new TimePlugin(), Map.of("output-field", "@timestamp")), record()))
                .containsExactly(record("@timestamp", NOON));
        assertThat(run(make(new TimePlugin(), Map.of("output-field", "at", "output-format", "epoch-ms")), record()))
                .containsExactly(record("at", NOON.toEpochMilli()));
        assertThat(run(make(new TimePlugin(), Map.of("output-field", "at", "output-format", "iso", "zone",
                "Europe/Berlin")), record())).containsExactly(record("at", "2026-01-02T13:00:00+01:00"));
        assertThat(run(make(new TimePlugin(), Map.of("input-field", "ts", "output-field", "at", "remove", true)),
                record("ts", "2026-01-02T00:00:00Z"))).containsExactly(record("at", Instant.parse("2026-01-02T00:00:00Z")));
    }

    @Test
    void setsTheTimeOfAMeasurementWhichStaysOne() {
        Event event = cpu(1).withAttributes(Fields.of("ts", 0L));
        Event moved = run(make(new TimePlugin(), Map.of("input-field", "attributes.ts", "format", "epoch-s")), event).get(0);
        assertThat(moved).isInstanceOf(Measurement.class);
        assertThat(moved.time()).isEqualTo(Instant.EPOCH);
    }

    @Test
    void refusesOrPassesWhatIsNoTime() {
        assertThatThrownBy(() -> read("yesterday")).hasMessageContaining("yesterday").hasMessageContaining("iso");
        assertThatThrownBy(() -> read("1e400", "format", "epoch-s")).hasMessageContaining("1e400");
        assertThat(read("yesterday", "on-no-match", "pass")).isEqualTo(NOON);
    }

    @Test
    void refusesFormatsThatCannotBeRead() {
        assertThat(Plugins.problems(new TimePlugin(), Map.of("input-field", "ts", "format", "not a pattern")))
                .extracting(OptionProblem::path).containsExactly(List.of("format", "0"));
        assertThat(Plugins.problems(new TimePlugin(), Map.of("input-field", "ts", "format", "HH:mm"))).hasSize(1);
        assertThat(Plugins.problems(new TimePlugin(), Map.of())).hasSize(1);
    }
}
