package io.penstock.relay.client.component;

import static io.penstock.relay.client.component.Rig.options;
import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.core.time.Clock;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Lives of a client and its server in which everything breaks, by a seed. */
class LifeTest {
    private static final int STEPS = 120;

    @TempDir
    Path folder;

    private final TestStore store = new TestStore();
    private TestServer server;
    private Rig rig;
    private long written;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void deliversOnceAndInOrderWhateverBreaks(long seed) throws Exception {
        Random random = new Random(seed);
        server = new TestServer(store);
        rig = opened();
        for (int i = 0; i < STEPS; i++) {
            breakSomething(random);
            int count = 1 + random.nextInt(300);
            rig.write(count);
            written += count;
        }
        server.cutAfterBytes = Long.MAX_VALUE;
        server.acknowledges = true;
        server.cut();
        rig.write(1);
        store.awaitEvents((int) written + 1);
        rig.await(() -> rig.metric("lag_events") == 0, "acknowledgement");
        rig.close();
        server.close();

        assertThat(Rig.numbers(store.events())).as("seed " + seed).isEqualTo(LongStream.range(0, written + 1).boxed().toList());
        assertThat(store.missing()).isZero();
    }

    private Rig opened() {
        return new Rig(folder, Clock.system(), options(server.address(), "retry", Rig.AT_ONCE, "buffer_max_length", 100,
                "buffer_timeout", "20ms", "spool", Map.of("max_size", "1MiB"))).opened().from(written);
    }

    private void breakSomething(Random random) throws Exception {
        switch (random.nextInt(12)) {
            case 0 -> {
                rig.kill();
                rig = opened();
            }
            case 1 -> {
                rig.output.close(Duration.ofMillis(20));
                rig = opened();
            }
            case 2 -> server.cut();
            case 3 -> {
                server.close();
                server = new TestServer(store, server.port(), Optional.empty());
            }
            case 4 -> server.acknowledges = !server.acknowledges;
            case 5 -> server.cutAfterBytes = 200 + random.nextInt(3000);
            case 6 -> server.cutAfterBytes = Long.MAX_VALUE;
            case 7 -> server.windowBytes = random.nextBoolean() ? 1 : 1 << 20;
            default -> Thread.yield();
        }
    }
}
