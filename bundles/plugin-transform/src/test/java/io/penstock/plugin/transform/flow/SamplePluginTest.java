package io.penstock.plugin.transform.flow;

import static io.penstock.plugin.transform.Transforms.make;
import static io.penstock.plugin.transform.Transforms.record;
import static io.penstock.plugin.transform.Transforms.run;
import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.core.event.Event;
import io.penstock.testing.Plugins;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SamplePluginTest {
    private static List<Object> sampled(Object written, int count) {
        Event[] events = IntStream.range(0, count).mapToObj(n -> record("n", (long) n)).toArray(Event[]::new);
        return run(make(new SamplePlugin(), written), events).stream().map(event -> event.fields().get("n")).toList();
    }

    @Test
    void letsOneInSoManyThrough() {
        assertThat(sampled(10, 25)).containsExactly(0L, 10L, 20L);
        assertThat(sampled(3, 3_000_000)).hasSize(1_000_000);
        assertThat(sampled(Map.of("probability", 0.4), 10)).hasSize(4);
        assertThat(sampled(Map.of("probability", 0), 10)).isEmpty();
        assertThat(sampled(Map.of("probability", 1), 10)).hasSize(10);
    }

    @Test
    void choosesTheSameKeysEveryTime() {
        List<Object> first = sampled(Map.of("one-in", 10, "key", "n"), 10_000);
        assertThat(first).isEqualTo(sampled(Map.of("one-in", 10, "key", "n"), 10_000));
        assertThat(first).hasSizeBetween(900, 1100);
        assertThat(StableHash.of("penstock")).isEqualTo(StableHash.of("penstock")).isNotEqualTo(StableHash.of("penstocl"));
    }

    @Test
    void refusesNoneBothOrImpossibleParts() {
        assertThat(Plugins.problems(new SamplePlugin(), Map.of())).hasSize(1);
        assertThat(Plugins.problems(new SamplePlugin(), Map.of("one-in", 2, "probability", 0.5))).hasSize(1);
        assertThat(Plugins.problems(new SamplePlugin(), Map.of("probability", 1.5))).hasSize(1);
        assertThat(Plugins.problems(new SamplePlugin(), 0)).hasSize(1);
    }
}
