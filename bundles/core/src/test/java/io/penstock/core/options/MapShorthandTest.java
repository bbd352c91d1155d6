package io.penstock.core.options;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MapShorthandTest {
    record Names(@Option(doc = "Old to new.", shorthand = true) List<Map<String, String>> fields,
                 @Option(doc = "Refuse missing ones.", value = "false") boolean strict) {
    }

    private static Names bind(Object written) {
        return Options.of(Names.class).bind(written).orThrow("names");
    }

    @Test
    void takesAMapWithoutAnyOptionKeyAsTheShorthand() {
        assertThat(bind(Map.of("a", "b")).fields()).containsExactly(Map.of("a", "b"));
    }

    @Test
    void takesAListOfMapsAsTheShorthand() {
        assertThat(bind(List.of(Map.of("a", "b"), Map.of("c", "d"))).fields())
                .containsExactly(Map.of("a", "b"), Map.of("c", "d"));
    }

    @Test
    void readsAMapWithAnOptionKeyAsOptions() {
        assertThat(bind(Map.of("fields", Map.of("a", "b"), "strict", true)))
                .isEqualTo(new Names(List.of(Map.of("a", "b")), true));
        assertThat(Options.of(Names.class).bind(Map.of("strict", true, "other", "x")).problems())
                .extracting(OptionProblem::code).containsExactly("options.unknown-key");
    }
}
