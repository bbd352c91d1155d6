package io.penstock.plugin.transform.flow;

import static io.penstock.plugin.transform.Transforms.NOON;
import static io.penstock.plugin.transform.Transforms.cpu;
import static io.penstock.plugin.transform.Transforms.make;
import static io.penstock.plugin.transform.Transforms.record;
import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.core.plugin.Transform;
import io.penstock.core.time.ManualClock;
import io.penstock.testing.Plugins;
import io.penstock.testing.RecordingOutlet;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DedupePluginTest {
    private final ManualClock clock = new ManualClock(NOON);
    private final RecordingOutlet out = new RecordingOutlet();

    private Transform dedupe(Object written) {
        return make(new DedupePlugin(), written, clock);
    }

    @Test
    void dropsWhatItSawWithinTheTimeToLive() {
        Transform dedupe = dedupe(Map.of("fields", List.of("ip"), "ttl", "60s"));
        out.apply(dedupe, record("ip", "a"), record("ip", "a", "x", 1L), record("ip", "b"));
        clock.advance(Duration.ofSeconds(59));
        out.apply(dedupe, record("ip", "a"));
        clock.advance(Duration.ofSeconds(1));
        out.apply(dedupe, record("ip", "a"));
        assertThat(out.events()).containsExactly(record("ip", "a"), record("ip", "b"), record("ip", "a"));
        assertThat(out.drops()).containsExactly("duplicate", "duplicate");
    }

    @Test
    void forgetsTheKeySeenFirstWhenThereAreTooMany() {
        Transform dedupe = dedupe(Map.of("key", "k", "max-keys", 2));
        out.apply(dedupe, record("k", 1L), record("k", 2L), record("k", 3L), record("k", 2L), record("k", 1L));
        assertThat(out.events()).extracting(event -> event.fields().get("k")).containsExactly(1L, 2L, 3L, 1L);
    }

    @Test
    void comparesAllFieldsWithoutAKey() {
        out.apply(dedupe(Map.of()), record("a", 1L), record("a", 1L), record("a", 1.0), cpu(1), cpu(1), cpu(2));
        assertThat(out.events()).hasSize(4);
    }

    @Test
    void tellsCompoundKeysApart() {
        out.apply(dedupe("[a, b]"), record("a", 1L), record("a", 1L, "b", 1L), record("b", 1L, "a", 1L));
        assertThat(out.drops()).hasSize(1);
    }

    @Test
    void refusesKeyAndFieldsTogether() {
        assertThat(Plugins.problems(new DedupePlugin(), Map.of("key", "a", "fields", "b"))).hasSize(1);
    }
}
