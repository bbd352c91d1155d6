package io.penstock.yamux.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Much at once: streams without end ({@code -Dpenstock.opens=1000000} for a long run), and load both ways through tiny carriers. */
class LoadTest {
    private static final int OPENS = Integer.getInteger("penstock.opens", 100_000);
    private static final int AT_ONCE = 200;
    private static final int TINY_CARRIER = 512;

    @Test
    void opensAndClosesStreamsWithoutALeak() {
        try (Pair pair = new Pair()) {
            pair.server.acceptor = stream -> new Echo();
            Recorder here = new Recorder();
            for (int i = 0; i < OPENS; i += AT_ONCE) {
                for (int n = 0; n < AT_ONCE; n++) {
                    YamuxStream stream = pair.client.session.open(here);
                    stream.write(pair.bytes(10));
                    stream.finish();
                }
                pair.exchange();
                assertThat(pair.client.session.openStreams()).isZero();
                assertThat(pair.server.session.openStreams()).isZero();
            }
            assertThat(here.bytes).isEqualTo(10L * OPENS);
            assertThat(here.finished).isEqualTo(OPENS);
            assertThat(pair.server.session.streams().budget().lent()).isZero();
            assertThat(pair.server.session.figures().heldBytes()).isZero();
            assertThat(pair.client.session.figures().queuedBytes()).isZero();
        }
    }

    @Test
    void loadBothWaysThroughTinyCarriersNeverDeadlocks() {
        YamuxSettings settings = YamuxSettings.defaults().withSending(1000, 4096);
        try (Pair pair = new Pair(settings, settings, TINY_CARRIER)) {
            pair.burst = 700;
            pair.client.acceptor = stream -> new Echo();
            pair.server.acceptor = stream -> new Echo();
            List<Pump> pumps = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                pumps.add(new Pump(pair, pair.client.session));
                pumps.add(new Pump(pair, pair.server.session));
            }
            pair.exchange();
            assertThat(pumps).allMatch(pump -> pump.bytes == Pump.BYTES && pump.finished == 1);
            assertThat(pair.client.pipe.most).isLessThan(TINY_CARRIER + 2 * Scheduler.QUANTUM + 100 * Header.BYTES);
        }
    }

    /** Sends its share as fast as the stream takes it. */
    private static final class Pump extends Recorder {
        static final int BYTES = 20_000;
        private final Pair pair;
        private int left = BYTES;

        Pump(Pair pair, YamuxSession session) {
            this.pair = pair;
            writable(session.open(this));
        }

        @Override
        public void writable(YamuxStream to) {
            while (left > 0 && to.isWritable()) {
                int size = Math.min(left, 1 + pair.random.nextInt(3000));
                to.write(pair.bytes(size));
                left -= size;
            }
            if (left == 0) {
                to.finish();
            }
        }
    }
}
