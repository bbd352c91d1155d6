package io.penstock.bench;

import io.penstock.core.value.ByteSize;
import io.penstock.spool.api.Spool;
import io.penstock.spool.api.SpoolReader;
import io.penstock.spool.api.SpoolSettings;
import io.penstock.spool.api.SpoolSettings.Sync;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** One record of the given size in, synced as the policy says, read back and acknowledged. */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(1)
@Warmup(iterations = 2, time = 2)
@Measurement(iterations = 5, time = 2)
public class SpoolBenchmark {
    /** Bytes of a record: a small batch, and one of the usual size. */
    @Param({"4096", "1048576"})
    public int recordBytes;

    /** The sync policy. */
    @Param({"BATCH", "INTERVAL", "NONE"})
    public Sync sync;

    private Path folder;
    private Spool spool;
    private SpoolReader reader;
    private byte[] record;

    /** A new spool in a temporary folder. */
    @Setup
    public void open() throws IOException {
        folder = Files.createTempDirectory("spool-bench");
        spool = Spool.open(folder, SpoolSettings.of(ByteSize.mebibytes(512)).with(sync, Duration.ofMillis(500)));
        reader = spool.reader("bench");
        record = new byte[recordBytes];
    }

    /** Through the spool once. */
    @Benchmark
    public long appendSyncRead() throws InterruptedException {
        spool.append(record);
        spool.sync();
        long position = reader.poll().orElseThrow().position();
        reader.ack(position);
        return position;
    }

    /** Leaves nothing behind. */
    @TearDown
    public void close() throws IOException {
        reader.close();
        spool.close();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
