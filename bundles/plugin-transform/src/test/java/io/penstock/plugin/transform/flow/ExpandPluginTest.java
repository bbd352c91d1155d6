package io.penstock.plugin.transform.flow;

import static io.penstock.plugin.transform.Transforms.make;
import static io.penstock.plugin.transform.Transforms.record;
import static io.penstock.plugin.transform.Transforms.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ExpandPluginTest {
    @Test
    void makesAnEventOfEachElement() {
        assertThat(run(make(new ExpandPlugin(), "items"), record("x", 1L, "items", List.of("a", "b"))))
                .containsExactly(record("x", 1L, "items", "a"), record("x", 1L, "items", "b"));
        assertThat(run(make(new ExpandPlugin(), Map.of("input-field", "items", "output-field", "item")),
                record("items", List.of(1L), "x", 1L))).containsExactly(record("x", 1L, "item", 1L));
    }

    @Test
    void mergesMembersOfElements() {
        assertThat(run(make(new ExpandPlugin(), Map.of("input-field", "items", "merge", true)),
                record("x", 1L, "items", List.of(Map.of("x", 2L), 3L))))
                .containsExactly(record("x", 2L), record("x", 1L, "items", 3L));
    }

    @Test
    void splitsTexts() {
        assertThat(run(make(new ExpandPlugin(), Map.of("input-field", "t", "delimiter", ".")), record("t", "a..b")))
                .containsExactly(record("t", "a"), record("t", ""), record("t", "b"));
        assertThatThrownBy(() -> run(make(new ExpandPlugin(), "t"), record("t", "a"))).hasMessageContaining("list");
    }

    @Test
    void emitsNothingForAnEmptyListAndPassesEventsWithoutOne() {
        assertThat(run(make(new ExpandPlugin(), "items"), record("items", List.of()), record("x", 1L)))
                .containsExactly(record("x", 1L));
    }
}
