package io.penstock.yamux.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Over a simulated link of 1 Gbit/s and 50 ms, in virtual time. */
class AutoTuningTest {
    private static final int BULK_STREAMS = 4;
    private static final ByteBuf BYTES = Unpooled.directBuffer(64 * 1024).writeZero(64 * 1024);
    private static final double GIGABIT_BYTES = 1e9 / 8;

    private final TestLoop loop = new TestLoop();
    private final Recorder reader = new Recorder();
    private YamuxSession client;
    private YamuxSession server;

    private void connect(YamuxSettings settings) {
        connect(settings, 1, stream -> stream.id() > 2 * BULK_STREAMS ? new Echo() : reader);
    }

    private void connect(YamuxSettings settings, double gigabits, StreamAcceptor acceptor) {
        SlowLink there = new SlowLink(loop, gigabits, 25, () -> client, () -> server);
        SlowLink back = new SlowLink(loop, gigabits, 25, () -> server, () -> client);
        client = new YamuxSession(Role.CLIENT, settings, loop, loop.clock, there, acceptor, new Silent());
        server = new YamuxSession(Role.SERVER, settings, loop, loop.clock, back, acceptor, new Silent());
        loop.advance(Duration.ofMillis(100));
    }

    private void saturate(int streams) {
        for (int i = 0; i < streams; i++) {
            Source source = new Source();
            source.writable(client.open(source));
        }
    }

    private long bytesIn(Duration time) {
        long before = reader.bytes;
        loop.advance(time);
        return reader.bytes - before;
    }

    @Test
    void oneStreamFillsTheLinkWithinThreeSeconds() {
        connect(YamuxSettings.defaults());
        saturate(1);
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
        saturate(1);
        assertThat(bytesIn(Duration.ofSeconds(3))).isLessThan((long) (0.2 * 3 * GIGABIT_BYTES));
    }

    @Test
    void aQuestionBesideFourBulkStreamsWaitsLittleLongerThanTheRoundTrip() {
        connect(YamuxSettings.defaults());
        saturate(BULK_STREAMS);
        Questions questions = new Questions();
        questions.ask(client.open(questions));
        loop.advance(Duration.ofSeconds(3));
        assertThat(questions.waits).hasSizeGreaterThan(50);
        assertThat(questions.waits).allMatch(wait -> wait < Duration.ofMillis(56).toNanos());
        assertThat(reader.bytes).isGreaterThan((long) (0.85 * 3 * GIGABIT_BYTES));
    }

    @Test
    void fiftyStreamsKeepTheLinkFullWhileOneReaderStallsForAMinute() {
        Recorder stalled = new Recorder(false);
        connect(YamuxSettings.defaults(), 0.01, stream -> stream.id() == 1 ? stalled : reader);
        saturate(51);
        loop.advance(Duration.ofSeconds(2));
        assertThat(bytesIn(Duration.ofMinutes(1))).isGreaterThan((long) (0.95 * 60 * GIGABIT_BYTES / 100));
        assertThat(stalled.keptBytes()).isEqualTo(1 << 20);
        assertThat(server.figures().heldBytes()).as("the window and a frame on its way").isLessThan((1 << 20) + 20_000);
        assertThat(stalled.reset).isEmpty();
        long before = stalled.bytes;
        stalled.digest();
        loop.advance(Duration.ofSeconds(5));
        assertThat(stalled.bytes).isGreaterThan(before);
        stalled.digest();
    }

    /** Asks again as soon as the answer is there, and notes how long it took. */
    private final class Questions extends Recorder {
        private final List<Long> waits = new ArrayList<>();
        private long asked;

        private void ask(YamuxStream to) {
            asked = loop.clock.nanoTime();
            to.write(BYTES.retainedSlice(0, 100));
        }

        @Override
        public void data(YamuxStream from, ByteBuf piece) {
            super.data(from, piece);
            waits.add(loop.clock.nanoTime() - asked);
            ask(from);
        }
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
