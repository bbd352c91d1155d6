package io.penstock.plugin.transform.value;

import static io.penstock.plugin.transform.Transforms.record;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class CompactKeyTest {
    private final EventKey key = new CompactKey(EventKey.fields(List.of("a", "b")));

    @Test
    void keepsSmallKeysAsTheyAre() {
        assertThat(key.of(record("a", "x", "b", 1L))).isEqualTo(List.of("x", 1L));
    }

    @Test
    void tellsLargeKeysApartByTheirContentAndType() {
        String large = "x".repeat(1000);
        Object seen = key.of(record("a", large, "b", 1L));
        assertThat(seen.toString()).hasSizeLessThan(100);
        assertThat(key.of(record("a", large, "b", 1L, "c", 2L))).isEqualTo(seen);
        assertThat(key.of(record("a", large, "b", "1"))).isNotEqualTo(seen);
        assertThat(key.of(record("a", large + "x", "b", 1L))).isNotEqualTo(seen);
        assertThat(key.of(record("a", "y", "b", List.of(large)))).isNotInstanceOf(List.class);
    }
}
