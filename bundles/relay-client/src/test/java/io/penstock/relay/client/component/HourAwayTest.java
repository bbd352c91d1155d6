package io.penstock.relay.client.component;

import static io.penstock.relay.client.component.Rig.options;
import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.core.health.Health;
import io.penstock.core.time.ManualClock;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Nobody listens for an hour of the clock: what is kept stays within the spool's limit, and then it arrives, in order. */
class HourAwayTest extends ServedSetup {
    private static final int SPOOL_BYTES = 256 << 10;
    /** A spool may end with the header of a segment beyond its limit. */
    private static final double FULL_BYTES = SPOOL_BYTES + 24;
    /** Beside the segments: the readers' positions, the note of the last block, the identity. */
    private static final int BESIDE_BYTES = 44 << 10;
    private static final int POINTS = 500;
    private static final int HALF_AN_HOUR = 30;
    private static final long ALL = 2L * HALF_AN_HOUR * 60 * POINTS;
    /** The blocks of half an hour take more than twice this. */
    private static final long FLAT_BYTES = 2 << 20;

    private final ManualClock clock = new ManualClock(Rig.START);
    /** The first point of each batch that was not refused. */
    private final List<Long> kept = new ArrayList<>();

    @BeforeEach
    void theServerGoesAway() throws Exception {
        server.close();
    }

    private Rig rig(String whenFull) {
        return new Rig(folder, clock, options(server.address(), "retry", Rig.AT_ONCE, "buffer_max_length", 1, "spool",
                Map.of("max_size", "256KiB", "when_full", whenFull, "sync", "none"))).opened();
    }

    /** A batch a second. */
    private void halfAnHour(Rig rig) throws Exception {
        for (int minute = 0; minute < HALF_AN_HOUR; minute++) {
            double tries = rig.metric("failures_total");
            for (int second = 0; second < 60; second++) {
                long first = rig.next();
                long refused = rig.output.spool().refused();
                rig.write(POINTS);
                if (rig.output.spool().refused() == refused) {
                    kept.add(first);
                }
                clock.advance(Duration.ofSeconds(1));
            }
            awaitMoreThan(tries, rig);
            assertThat(folderBytes()).isLessThan(SPOOL_BYTES + BESIDE_BYTES);
        }
        assertThat(rig.metric("spool_bytes")).isBetween(SPOOL_BYTES * 0.75, FULL_BYTES);
    }

    private static void awaitMoreThan(double tries, Rig rig) {
        rig.await(() -> rig.metric("failures_total") > tries, "another try");
    }

    private long folderBytes() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum();
        }
    }

    private static long heapBytes() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    private void comesBack(Rig rig) throws Exception {
        server = new TestServer(store, server.port(), Optional.empty());
        rig.await(() -> {
            clock.advance(Duration.ofMillis(1));
            return rig.health().state() == Health.State.UP;
        }, "connection");
    }

    private static Stream<Long> range(long first, long end) {
        return LongStream.range(first, end).boxed();
    }

    private void expectStored(Rig rig, List<Long> numbers) throws Exception {
        store.awaitEvents(numbers.size());
        rig.await(() -> rig.metric("lag_events") == 0, "acknowledgement");
        assertThat(Rig.numbers(store.events()).equals(numbers)).as("exactly what was kept, in order").isTrue();
        assertThat(store.sentAgain()).isZero();
        assertThat(store.missing()).isZero();
    }

    @Test
    void keepsTheNewestAndCountsWhatItDropped() throws Exception {
        try (Rig rig = rig("drop-oldest")) {
            halfAnHour(rig);
            long heap = heapBytes();
            halfAnHour(rig);
            assertThat(heapBytes() - heap).isLessThan(FLAT_BYTES);

            long dropped = rig.output.spool().stats().dropped() * POINTS;
            rig.await(() -> rig.metric("lost_events_total") == dropped, "count of what was dropped");
            assertThat(rig.metric("lag_events")).isEqualTo(ALL - dropped).isPositive();

            comesBack(rig);
            expectStored(rig, range(dropped, ALL).toList());
            assertThat(rig.metric("lost_events_total")).isEqualTo(dropped);
            assertThat(rig.metric("refused_events_total")).isZero();
        }
    }

    @Test
    void keepsTheOldestAndCountsWhatItRefused() throws Exception {
        try (Rig rig = rig("drop-newest")) {
            halfAnHour(rig);
            long heap = heapBytes();
            double bytes = rig.metric("spool_bytes");
            halfAnHour(rig);
            assertThat(heapBytes() - heap).isLessThan(FLAT_BYTES);
            assertThat(rig.metric("spool_bytes")).isEqualTo(bytes);
            assertThat(rig.metric("refused_events_total")).isEqualTo(ALL - kept.size() * POINTS).isPositive();
            assertThat(rig.metric("lag_events")).isEqualTo(kept.size() * POINTS);

            comesBack(rig);
            expectStored(rig, kept.stream().flatMap(first -> range(first, first + POINTS)).toList());
            assertThat(rig.metric("refused_events_total")).isEqualTo(ALL - kept.size() * POINTS);
            assertThat(rig.metric("lost_events_total")).isZero();
        }
    }

    @Test
    void holdsThePipeAndDropsNothing() throws Exception {
        int batches = 300;
        AtomicInteger written = new AtomicInteger();
        try (Rig rig = rig("block")) {
            Thread pipe = new Thread(() -> {
                try {
                    for (int i = 0; i < batches; i++) {
                        rig.write(POINTS);
                        written.incrementAndGet();
                    }
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
            pipe.start();
            rig.await(() -> pipe.getState() == Thread.State.WAITING, "blocked pipe");
            int before = written.get();
            double bytes = rig.metric("spool_bytes");
            long heap = heapBytes();
            for (int minute = 0; minute < 60; minute++) {
                double tries = rig.metric("failures_total");
                clock.advance(Duration.ofMinutes(1));
                awaitMoreThan(tries, rig);
            }
            assertThat(heapBytes() - heap).isLessThan(FLAT_BYTES);
            assertThat(written).hasValue(before);
            assertThat(rig.metric("spool_bytes")).isEqualTo(bytes).isBetween(SPOOL_BYTES * 0.75, FULL_BYTES);
            assertThat(rig.metric("lag_events")).isEqualTo(before * POINTS);

            comesBack(rig);
            pipe.join();
            expectStored(rig, range(0, batches * POINTS).toList());
            assertThat(rig.output.spool().dropped()).isZero();
        }
    }
}
