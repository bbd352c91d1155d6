package io.penstock.core.collect;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class LeastRecentTest {
    @Test
    void forgetsWhatWasUsedLongestAgo() {
        Map<String, Integer> map = new LeastRecent<>(2);
        map.put("a", 1);
        map.computeIfAbsent("b", key -> 2);
        assertThat(map.get("a")).isEqualTo(1);

        map.computeIfAbsent("c", key -> 3);

        assertThat(map).containsOnlyKeys("a", "c");
    }
}
