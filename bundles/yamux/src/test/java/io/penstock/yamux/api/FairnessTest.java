package io.penstock.yamux.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FairnessTest {
    private static final int MIB = 1 << 20;

    private static double jain(List<Recorder> shares) {
        double sum = shares.stream().mapToDouble(share -> share.bytes).sum();
        double squares = shares.stream().mapToDouble(share -> (double) share.bytes * share.bytes).sum();
        return sum * sum / shares.size() / squares;
    }

    /** Streams that never run dry, each with its own size of writes. */
    private static List<YamuxStream> saturate(Pair pair, int streams) {
        return IntStream.range(0, streams).mapToObj(i -> pair.client.session.open(new Recorder())).toList();
    }

    private static void refill(Pair pair, List<YamuxStream> streams) {
        for (int i = 0; i < streams.size(); i++) {
            while (streams.get(i).isWritable()) {
                streams.get(i).write(pair.bytes(100 + 20_000 * i));
            }
        }
    }

    @Test
    void eightBulkStreamsGetTheSameShare() {
        try (Pair pair = new Pair(YamuxSettings.defaults(), YamuxSettings.defaults(), 64 * 1024)) {
            List<YamuxStream> streams = saturate(pair, 8);
            for (int i = 0; i < 500; i++) {
                refill(pair, streams);
                pair.step();
            }
            assertThat(pair.server.session.figures().bytesIn()).isGreaterThan(8 * MIB);
            assertThat(jain(pair.server.accepted)).isGreaterThan(0.99);
        }
    }

    @Test
    void aSmallMessageOvertakesTheBulk() {
        try (Pair pair = new Pair(YamuxSettings.defaults(), YamuxSettings.defaults(), 16 * 1024)) {
            List<YamuxStream> bulk = saturate(pair, 4);
            YamuxStream interactive = pair.client.session.open(new Recorder());
            pair.exchange();
            long worst = 0;
            for (int i = 0; i < 100; i++) {
                refill(pair, bulk);
                pair.step();
                long before = pair.server.session.figures().bytesIn();
                Recorder there = pair.server.accepted.get(4);
                long seen = there.bytes;
                interactive.write(pair.bytes(50));
                while (there.bytes == seen) {
                    refill(pair, bulk);
                    pair.step();
                }
                worst = Math.max(worst, pair.server.session.figures().bytesIn() - before);
            }
            assertThat(worst).isLessThan(16 * 1024 + 4 * 2 * Scheduler.QUANTUM);
        }
    }

    @Test
    void streamsThatSendOftenButLittleDoNotStarveTheBulk() {
        try (Pair pair = new Pair(YamuxSettings.defaults(), YamuxSettings.defaults(), 16 * 1024)) {
            YamuxStream bulk = pair.client.session.open(new Recorder());
            List<YamuxStream> chatty = new ArrayList<>(saturate(pair, 4));
            for (int i = 0; i < 1000; i++) {
                refill(pair, List.of(bulk));
                chatty.forEach(stream -> {
                    if (stream.isWritable()) {
                        stream.write(pair.bytes(12_000));
                    }
                });
                pair.step();
            }
            assertThat(jain(pair.server.accepted)).isGreaterThan(0.9);
        }
    }
}
