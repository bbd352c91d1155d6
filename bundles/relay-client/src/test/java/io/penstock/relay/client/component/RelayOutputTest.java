package io.penstock.relay.client.component;

import static io.penstock.relay.client.component.Rig.options;
import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.core.time.Clock;
import java.nio.file.Path;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RelayOutputTest {
    @TempDir
    Path folder;

    @Test
    void relaysWhatItIsGivenInOrderAndFreesTheSpool() throws Exception {
        TestStore store = new TestStore();
        try (TestServer server = new TestServer(store);
             Rig rig = new Rig(folder, Clock.system(), options(server.address())).opened()) {
            rig.write(500).write(1).write(499);

            assertThat(Rig.numbers(store.awaitEvents(1000))).isEqualTo(LongStream.range(0, 1000).boxed().toList());
            rig.await(() -> rig.metric("lag_events") == 0, "acknowledgement");
            assertThat(rig.metric("acknowledged_events_total")).isEqualTo(1000);
        }
    }
}
