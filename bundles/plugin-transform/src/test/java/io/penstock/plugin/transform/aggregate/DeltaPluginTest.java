package io.penstock.plugin.transform.aggregate;

import static io.penstock.plugin.transform.Transforms.NOON;
import static io.penstock.plugin.transform.Transforms.make;
import static io.penstock.plugin.transform.Transforms.record;
import static io.penstock.plugin.transform.Transforms.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penstock.core.event.Event;
import io.penstock.core.event.Fields;
import io.penstock.core.event.Measurement;
import io.penstock.core.event.Null;
import io.penstock.core.event.Record;
import io.penstock.core.event.Unsigned;
import io.penstock.core.plugin.Transform;
import io.penstock.plugin.transform.Transforms;
import io.penstock.testing.RecordingOutlet;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DeltaPluginTest {
    private static Measurement energy(long second, Number value) {
        return Measurement.of("energy", NOON.plusSeconds(second), value, "J");
    }

    private static Record counter(long second, Object value) {
        return Transforms.at(NOON.plusSeconds(second), "host", "a", "n", value);
    }

    private static List<Object> steps(Map<String, ?> options, Object... values) {
        Map<String, Object> all = new LinkedHashMap<>(options);
        all.put("fields", List.of("n"));
        Transform delta = make(new DeltaPlugin(), all);
        Event[] events = new Event[values.length];
        for (int i = 0; i < values.length; i++) {
            events[i] = counter(i, values[i]);
        }
        return run(delta, events).stream().map(event -> event.fields().get("n")).toList();
    }

    @Test
    void givesTheExactDifferenceOfMeasurementsPerSeries() {
        Measurement other = energy(1, Unsigned.of(9)).withAttributes(Fields.of("cpu", 1L));
        assertThat(run(make(new DeltaPlugin(), Map.of()), energy(0, Unsigned.of(5)), other, energy(2, Unsigned.MAX)))
                .containsExactly(energy(2, Unsigned.parse("18446744073709551610")));
    }

    @Test
    void givesTheRatePerSecondInItsUnit() {
        assertThat(run(make(new DeltaPlugin(), Map.of("mode", "rate", "suffix", "_rate")),
                energy(0, Unsigned.of(10)), energy(4, Unsigned.of(20))))
                .containsExactly(Measurement.of("energy_rate", NOON.plusSeconds(4), 2.5, "W"));
        assertThat(CounterStep.perSecond("By")).isEqualTo("By/s");
        assertThat(CounterStep.perSecond("uJ")).isEqualTo("uW");
        assertThat(CounterStep.perSecond("s")).isEqualTo("1");
    }

    @Test
    void takesASmallerValueForAResetAWrapOrALoss() {
        assertThat(steps(Map.of(), 10L, 15L, 3L)).containsExactly(5L, 3L);
        assertThat(steps(Map.of("on-decrease", "negative"), 10L, 3L)).containsExactly(-7L);
        assertThat(steps(Map.of("on-decrease", "wrap-32"), 4294967290L, 4L)).containsExactly(10L);
        assertThat(steps(Map.of("on-decrease", "wrap-64"), Unsigned.MAX, Unsigned.of(4))).containsExactly(Unsigned.of(5));
    }

    @Test
    void keepsNumberTypesExact() {
        assertThat(steps(Map.of(), new BigDecimal("1.10"), new BigDecimal("1.30"))).containsExactly(new BigDecimal("0.20"));
        assertThat(steps(Map.of(), 0L, Unsigned.MAX)).containsExactly(Unsigned.MAX);
        assertThat(steps(Map.of(), 1.0, Double.NaN, 2.0)).containsExactly(Double.NaN, Double.NaN);
    }

    @Test
    void dropsWhatIsOlderThanTheLast() {
        RecordingOutlet out = new RecordingOutlet().apply(make(new DeltaPlugin(), Map.of("mode", "rate")),
                energy(5, Unsigned.of(1)), energy(4, Unsigned.of(2)), energy(5, Unsigned.of(3)), energy(6, Unsigned.of(3)));
        assertThat(out.drops()).containsExactly("out of order", "out of order");
        assertThat(out.events()).containsExactly(Measurement.of("energy", NOON.plusSeconds(6), 2.0, "W"));
    }

    @Test
    void groupsRecordsByFieldsAndKeepsTheCounterBesideASuffix() {
        Transform delta = make(new DeltaPlugin(), Map.of("fields", "n", "group-by", "host", "suffix", "_d"));
        assertThat(run(delta, record("host", "a", "n", 1L), record("host", "b", "n", 5L), record("host", "a", "n", 3L)))
                .containsExactly(record("host", "a", "n", 3L, "n_d", 2L));
    }

    @Test
    void saysNullForACounterThatHadNoValueBefore() {
        Transform delta = make(new DeltaPlugin(), Map.of("fields", List.of("n", "m")));
        assertThat(run(delta, record("n", 1L), record("n", 2L, "m", 7L), record("n", 2L, "m", 8L)))
                .containsExactly(record("n", 1L, "m", Null.NULL), record("n", 0L, "m", 1L));
    }

    @Test
    void refusesRecordsWithoutFieldsAndValuesThatAreNoNumbers() {
        assertThatThrownBy(() -> run(make(new DeltaPlugin(), Map.of()), record("n", 1L))).hasMessageContaining("fields");
        assertThatThrownBy(() -> steps(Map.of(), "x")).hasMessageContaining("\"n\"").hasMessageContaining("\"x\"");
    }

    @Test
    void forgetsTheSeriesSeenLongestAgo() {
        Transform delta = make(new DeltaPlugin(), Map.of("fields", "n", "group-by", "host", "max-series", 1));
        assertThat(run(delta, record("host", "a", "n", 1L), record("host", "b", "n", 5L), record("host", "a", "n", 3L)))
                .isEmpty();
    }
}
