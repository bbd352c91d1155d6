package io.penstock.plugin.host;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.core.event.Measurement;
import io.penstock.core.time.ManualClock;
import io.penstock.testing.Plugins;
import io.penstock.testing.RecordingFeed;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JvmCollectorsTest {
    @Test
    void tellsWhatTheJvmKnowsAndWhatItDoesNot() throws InterruptedException {
        HostOptions options = Plugins.options(new HostInputPlugin(), Map.of());
        RecordingFeed feed = new RecordingFeed();
        new HostInput(JvmCollectors.of(options), new ManualClock(Instant.EPOCH)).poll(feed);
        assertThat(feed.events()).extracting(event -> ((Measurement) event).metric())
                .contains("memory_size", "memory_used", "swap_size", "collector_available");
        assertThat(feed.events()).filteredOn(event -> ((Measurement) event).metric().equals("collector_available"))
                .hasSize(CollectorName.values().length);
    }
}
