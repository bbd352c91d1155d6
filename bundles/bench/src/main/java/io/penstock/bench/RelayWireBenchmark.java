package io.penstock.bench;

import io.penstock.core.event.Entity;
import io.penstock.core.event.Event;
import io.penstock.core.event.Fields;
import io.penstock.core.event.Measurement;
import io.penstock.core.event.Unsigned;
import io.penstock.relay.wire.api.Compression;
import io.penstock.relay.wire.api.DataDecoder;
import io.penstock.relay.wire.api.DataEncoder;
import io.penstock.relay.wire.api.Decoded;
import io.penstock.relay.wire.api.Dialect;
import io.penstock.relay.wire.api.Frame;
import io.penstock.relay.wire.api.FrameReader;
import io.penstock.relay.wire.api.SeriesKey;
import io.penstock.relay.wire.api.WireLimits;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/**
 * One point of a host's scrapes through the relay's encoding: 1000 series, half of them counters that move and half gauges,
 * 32 scrapes five seconds apart, one frame each.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@OperationsPerInvocation(RelayWireBenchmark.POINTS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@org.openjdk.jmh.annotations.Measurement(iterations = 5, time = 2)
public class RelayWireBenchmark {
    private static final int SERIES = 1000;
    private static final int SCRAPES = 32;
    static final int POINTS = SERIES * SCRAPES;

    /** How bodies are compressed. */
    @Param({"NONE", "ZSTD"})
    public Compression compression;

    private final List<List<Event>> scrapes = new ArrayList<>();
    private final long[] seconds = new long[SCRAPES];
    private final long[][] bits = new long[SCRAPES][SERIES];
    private final int[] ids = new int[SERIES];
    private DataEncoder encoder;
    private List<Frame> frames;

    /** The scrapes, and their frames. */
    @Setup(Level.Trial)
    public void scrape() {
        SplittableRandom random = new SplittableRandom(1);
        long[] counters = new long[SERIES];
        for (int i = 0; i < SCRAPES; i++) {
            seconds[i] = 1_700_000_000L + 5L * i;
            List<Event> scrape = new ArrayList<>();
            for (int j = 0; j < SERIES; j++) {
                counters[j] += random.nextInt(j % 10 == 0 ? 1_000_000 : 50);
                boolean counter = j % 20 < 10;
                bits[i][j] = counter ? counters[j] : Double.doubleToRawLongBits(j % 3 == 0 ? random.nextDouble() : random.nextInt(1 << 20));
                Number value = counter ? Unsigned.ofBits(bits[i][j]) : (Number) Double.longBitsToDouble(bits[i][j]);
                scrape.add(new Measurement("metric_" + j % 50, Instant.ofEpochSecond(seconds[i], 123_456_789), value, "By",
                        Entity.LOCAL_MACHINE, new Entity("process", "" + j / 50), Fields.of("mode", "user")));
            }
            scrapes.add(scrape);
        }
        FrameReader reader = FrameReader.of(Dialect.PENSTOCK, WireLimits.USUAL.maxFrameBytes());
        encoder = new DataEncoder(WireLimits.USUAL, compression);
        measurements().forEach(reader::feed);
        frames = new ArrayList<>();
        for (Optional<Frame> next = reader.next(); next.isPresent(); next = reader.next()) {
            frames.add(next.get());
        }
        for (int j = 0; j < SERIES; j++) {
            ids[j] = encoder.series(SeriesKey.of((Measurement) scrapes.get(0).get(j)));
        }
    }

    private List<ByteBuffer> measurements() {
        List<ByteBuffer> all = new ArrayList<>();
        for (int i = 0; i < SCRAPES; i++) {
            encoder.begin(7, i);
            List<Event> scrape = scrapes.get(i);
            for (int j = 0; j < SERIES; j++) {
                encoder.measurement((Measurement) scrape.get(j));
            }
            all.addAll(encoder.finish());
        }
        return all;
    }

    /** From objects, their series looked up. */
    @Benchmark
    public List<ByteBuffer> encodeMeasurements() {
        return measurements();
    }

    /** From numbers, as a spool gives them. */
    @Benchmark
    public void encodePoints(Blackhole hole) {
        for (int i = 0; i < SCRAPES; i++) {
            encoder.begin(7, i);
            for (int j = 0; j < SERIES; j++) {
                encoder.point(ids[j], seconds[i], 123_456_789, j % 20 < 10, bits[i][j]);
            }
            hole.consume(encoder.finish());
        }
    }

    /** To objects; the series are registered once in 32 scrapes. */
    @Benchmark
    public void decode(Blackhole hole) {
        DataDecoder decoder = new DataDecoder(WireLimits.USUAL, UnaryOperator.identity());
        for (Frame frame : frames) {
            Optional<Decoded> decoded = decoder.decode(frame);
            hole.consume(decoded);
        }
    }
}
