package io.penstock.plugin.transform.field;

import static io.penstock.plugin.transform.Transforms.NOON;
import static io.penstock.plugin.transform.Transforms.cpu;
import static io.penstock.plugin.transform.Transforms.make;
import static io.penstock.plugin.transform.Transforms.record;
import static io.penstock.plugin.transform.Transforms.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penstock.core.error.PenstockException;
import io.penstock.core.event.Event;
import io.penstock.core.event.Fields;
import io.penstock.core.event.Unsigned;
import io.penstock.core.options.OptionProblem;
import io.penstock.testing.Plugins;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MapPluginTest {
    @Test
    void setsFieldsFromTheEventAsItCameThenRemoves() {
        Map<String, Object> set = new LinkedHashMap<>();
        set.put("a", "b");
        set.put("b", "a");
        assertThat(run(make(new MapPlugin(), Map.of("set", set, "remove", List.of("c"))), record("a", 1L, "b", 2L, "c", 3L)))
                .containsExactly(record("a", 2L, "b", 1L));
    }

    @Test
    void keepsExactValues() {
        Event event = record("x", Unsigned.MAX);
        assertThat(run(make(new MapPlugin(), Map.of("y", "x")), event))
                .containsExactly(record("x", Unsigned.MAX, "y", Unsigned.MAX));
    }

    @Test
    void setsAnAttributeOfAMeasurementWhichStaysOne() {
        assertThat(run(make(new MapPlugin(), Map.of("set", Map.of("attributes.m", "metric"))), cpu(1)))
                .containsExactly(cpu(1).withAttributes(Fields.builder().set("state", "user").set("m", "cpu_time").build()));
    }

    @Test
    void makesARecordOfAMeasurementThatGetsAFieldOfItsOwn() {
        Event event = run(make(new MapPlugin(), Map.of("other", "metric")), cpu(1)).get(0);
        assertThat(event.time()).isEqualTo(NOON);
        assertThat(event.fields().get("other")).isEqualTo("cpu_time");
        assertThat(event).isInstanceOf(io.penstock.core.event.Record.class);
    }

    @Test
    void passesOnTheErrorOfAnExpression() {
        assertThatThrownBy(() -> run(make(new MapPlugin(), Map.of("x", "missing")), record()))
                .isInstanceOf(PenstockException.class).hasMessageContaining("missing");
    }

    @Test
    void refusesToDoNothing() {
        assertThat(Plugins.problems(new MapPlugin(), Map.of())).extracting(OptionProblem::code)
                .containsExactly("map.nothing");
    }
}
