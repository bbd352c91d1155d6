package io.penstock.plugin.transform.field;

import static io.penstock.plugin.transform.Transforms.cpu;
import static io.penstock.plugin.transform.Transforms.make;
import static io.penstock.plugin.transform.Transforms.record;
import static io.penstock.plugin.transform.Transforms.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penstock.core.event.Event;
import io.penstock.core.event.Fields;
import io.penstock.core.event.Unsigned;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class ShapeTransformsTest {
    @Test
    void addsConstantsThatAreNotThereYet() {
        assertThat(run(make(new AddPlugin(), Map.of("site", "berlin")), record("a", 1L), record("site", "rome")))
                .containsExactly(record("a", 1L, "site", "berlin"), record("site", "rome"));
        assertThat(run(make(new AddPlugin(), Map.of("fields", Map.of("site", 1), "overwrite", true)), record("site", 2L)))
                .containsExactly(record("site", 1L));
        assertThat(run(make(new AddPlugin(), Map.of("attributes.site", "x")), cpu(1))).containsExactly(
                cpu(1).withAttributes(Fields.builder().set("state", "user").set("site", "x").build()));
    }

    @Test
    void flattensNestedFieldsInOrder() {
        Event event = record("a", Map.of("b", Map.of("c", Unsigned.MAX)), "e", List.of(1L), "f", Map.of());
        assertThat(run(make(new FlattenPlugin(), Map.of()), event))
                .containsExactly(record("a.b.c", Unsigned.MAX, "e", List.of(1L), "f", Map.of()));
        assertThat(run(make(new FlattenPlugin(), Map.of("separator", "_", "lists", true)), event))
                .containsExactly(record("a_b_c", Unsigned.MAX, "e_0", 1L, "f", Map.of()));
        assertThat(run(make(new FlattenPlugin(), "e"), event).get(0)).isSameAs(event);
    }

    @Test
    void flattenRefusesToMakeTooManyFields() {
        List<Long> many = LongStream.range(0, 5000).boxed().toList();
        assertThatThrownBy(() -> run(make(new FlattenPlugin(), Map.of("lists", true)), record("a", many)))
                .hasMessageContaining("4096");
    }
}
