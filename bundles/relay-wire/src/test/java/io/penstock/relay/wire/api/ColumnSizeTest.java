package io.penstock.relay.wire.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.penstock.core.event.Event;
import io.penstock.core.event.Measurement;
import io.penstock.core.event.Unsigned;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** What the columns are for: regular series cost their values and little else. */
class ColumnSizeTest {
    private static final Instant START = Instant.ofEpochSecond(1_700_000_000L, 123_456_789);
    private static final int POINTS = 1000;
    /** Length, type, flags, checksum, epoch, first, count, kind; a first time; a miss or two. */
    private static final int HEADER_BYTES = 60;

    private final DataEncoder encoder = new DataEncoder(WireLimits.USUAL, Compression.NONE);
    private final DataDecoder decoder = new DataDecoder(WireLimits.USUAL, UnaryOperator.identity());

    /** Bytes of the second frame: the first tells the series and the order. */
    private int bytes(IntFunction<Event> point) {
        int bytes = 0;
        for (int round = 0; round < 2; round++) {
            List<Event> events = new ArrayList<>();
            for (int i = 0; i < POINTS; i++) {
                events.add(point.apply(round * POINTS + i));
            }
            List<ByteBuffer> frames = Wire.encode(encoder, 1, (long) round * POINTS, events);
            bytes = frames.get(frames.size() - 1).remaining();
            assertThat(Wire.decode(decoder, frames).get(0).events()).isEqualTo(events);
        }
        return bytes;
    }

    private static Measurement counter(String metric, Instant time, long value) {
        return Measurement.of(metric, time, Unsigned.of(value), "1");
    }

    @Test
    void oneSeriesAtARegularRateTakesOneByteAPoint() {
        assertThat(bytes(i -> counter("m", START.plusNanos(1_000_000L * i), 50L * i))).isLessThan(POINTS + HEADER_BYTES);
    }

    @Test
    void severalSeriesInTurnTakeOneByteAPoint() {
        assertThat(bytes(i -> counter("m" + i % 4, START.plusNanos(1_000_000L * (i / 4)), 50L * i)))
                .as("differences of 200 take two").isLessThan(2 * POINTS + HEADER_BYTES);
        assertThat(bytes(i -> counter("n" + i % 4, START.plusNanos(1_000_000L * (i / 4)), i))).isLessThan(POINTS + HEADER_BYTES);
    }

    @Test
    void aScrapeTakesItsValues() {
        assertThat(bytes(i -> counter("m" + i % POINTS, START.plusSeconds(i / POINTS), i / POINTS))).isLessThan(POINTS + HEADER_BYTES);
    }

    @Test
    void wholeFloatsTakeTheirStep() {
        assertThat(bytes(i -> Measurement.of("m", START.plusSeconds(i), 1e9 + 100 * (i % 2), "By"))).isLessThan(POINTS + HEADER_BYTES);
        assertThat(bytes(i -> Measurement.of("b", START.plusSeconds(i), 4096.0 * (i % 7), "By"))).isLessThan(4 * POINTS + HEADER_BYTES);
    }

    @Test
    void aPointAllocatesNothing() {
        int[] series = {encoder.series(SeriesKey.of(counter("a", START, 0))), encoder.series(SeriesKey.of(counter("b", START, 0)))};
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long allocated = Long.MAX_VALUE;
        for (int round = 0; round < 3; round++) {
            encoder.begin(1, 0);
            long before = threads.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < POINTS; i++) {
                encoder.point(series[i & 1], i, i, (i & 2) == 0, i * 1_234_567L);
            }
            allocated = threads.getCurrentThreadAllocatedBytes() - before;
            encoder.finish();
        }
        assertThat(allocated).as("once its buffers have grown").isZero();
    }

    @Test
    void theLastValueTakesOneByteWhateverItIs() {
        assertThat(bytes(i -> Measurement.of("m", START.plusSeconds(i), Math.PI, "1"))).isLessThan(POINTS + HEADER_BYTES);
        assertThat(bytes(i -> Measurement.of("n", START.plusSeconds(i), Unsigned.MAX, "1"))).isLessThan(POINTS + HEADER_BYTES);
    }
}
