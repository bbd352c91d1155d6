package io.penstock.yamux.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** One bulk stream over a simulated link of 1 Gbit/s and 50 ms, in virtual time. */
class AutoTuningTest {
    private static final ByteBuf BYTES = Unpooled.directBuffer(64 * 1024).writeZero(64 * 1024);
    private static final double GIGABIT_BYTES = 1e9 / 8;

    private final TestLoop loop = new TestLoop();
    private final Recorder reader = new Recorder();
    private YamuxSession client;
    private YamuxSession server;

    private void connect(YamuxSettings settings) {
        SlowLink there = new SlowLink(loop, 1, 25, () -> client, () -> server);
        SlowLink back = new SlowLink(loop, 1, 25, () -> server, () -> client);
        client = new YamuxSession(Role.CLIENT, settings, loop, loop.clock, there, stream -> reader, new Silent());
        server = new YamuxSession(Role.SERVER, settings, loop, loop.clock, back, stream -> reader, new Silent());
        loop.advance(Duration.ofMillis(100));
        Source source = new Source();
        source.writable(client.open(source));
    }

    private long bytesIn(Duration time) {
        long before = reader.bytes;
        loop.advance(time);
        return reader.bytes - before;
    }

    @Test
    void oneStreamFillsTheLinkWithinThreeSeconds() {
        connect(YamuxSettings.defaults());
        long warmingUp = bytesIn(Duration.ofSeconds(1));
        long second = bytesIn(Duration.ofSeconds(1));
        long third = bytesIn(Duration.ofSeconds(1));
        assertThat(second).isGreaterThan((long) (0.85 * GIGABIT_BYTES));
        assertThat(third).isGreaterThan((long) (0.95 * GIGABIT_BYTES));
        assertThat(warmingUp + second + third).isGreaterThan((long) (0.85 * 3 * GIGABIT_BYTES));
    }

    @Test
    void aFixedWindowWouldNot() {
        connect(YamuxSettings.defaults().withWindows(1 << 20, 1 << 20));
        assertThat(bytesIn(Duration.ofSeconds(3))).isLessThan((long) (0.2 * 3 * GIGABIT_BYTES));
    }

    private static final class Source extends Recorder {
        @Override
        public void writable(YamuxStream to) {
            while (to.isWritable()) {
                to.write(BYTES.retainedDuplicate());
            }
        }
    }

    private static final class Silent implements SessionEvents {
        @Override
        public void goingAway(GoAwayCode code) {
        }

        @Override
        public void lost(Throwable cause) {
        }
    }
}
