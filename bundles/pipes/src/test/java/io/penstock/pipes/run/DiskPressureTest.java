package io.penstock.pipes.run;

import static io.penstock.pipes.run.PipeRuntimeTest.events;
import static io.penstock.pipes.run.PipeRuntimeTest.number;
import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.core.batch.Position;
import io.penstock.pipes.state.Checkpoints;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Receivers that are away while there is a buffer on disk, and buffers that fill. */
class DiskPressureTest {
    @TempDir
    Path data;
    private final FakePlugins plugins = new FakePlugins();

    private RunningPipe toDisk(String whenFull) {
        return RunningPipe.start(data, new PipeBuilder().batch(Map.of("timeout", "0s", "max-events", 100))
                .buffer(Map.of("type", "disk", "max-size", "1MiB", "when-full", whenFull, "sync", "none"))
                .input("in").output("out", "in"), plugins);
    }

    @Test
    void acknowledgesWhatIsInTheDiskBufferThoughTheReceiverIsDown() throws Exception {
        AtomicBoolean up = new AtomicBoolean();
        List<Integer> received = new CopyOnWriteArrayList<>();
        plugins.input("in", feed -> feed.emit(events((int) feed.checkpoint("p").orElse(0), 500), new Position("p", 500)))
                .output("out", batch -> {
                    if (!up.get()) {
                        throw new IOException("down");
                    }
                    batch.events().forEach(event -> received.add(number(event)));
                });
        try (RunningPipe pipe = toDisk("block")) {
            pipe.await(() -> Checkpoints.open(data.resolve("state")).of("in").getOrDefault("p", 0L) == 500);
        }
        up.set(true);
        try (RunningPipe pipe = toDisk("block")) {
            pipe.awaitCompleted();
            assertThat(pipe.node("out").conserved()).isTrue();
        }
        assertThat(received).hasSize(500).doesNotHaveDuplicates();
    }

    @Test
    void waitsWhenTheDiskBufferIsFull() throws Exception {
        plugins.input("in", PressureTest::emitForEver).output("out", batch -> Thread.currentThread().join());
        try (RunningPipe pipe = toDisk("block")) {
            pipe.await(() -> pipe.node("out").diskBytes() > 700 << 10);
            assertThat(pipe.node("out").dropped()).isZero();
            assertThat(pipe.node("out").diskBytes()).isLessThanOrEqualTo(1 << 20);
        }
    }

    @Test
    void dropsTheNewestWhenTheDiskBufferIsFullAndCountsThem() throws Exception {
        plugins.input("in", PressureTest::emitForEver).output("out", batch -> Thread.currentThread().join());
        try (RunningPipe pipe = toDisk("drop-newest")) {
            pipe.await(() -> pipe.node("out").dropped() > 1000);
            assertThat(pipe.node("out").drops()).containsKey("buffer full");
        }
    }

    @Test
    void dropsTheOldestWhenTheDiskBufferIsFullAndCountsThem() throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        List<Integer> received = new CopyOnWriteArrayList<>();
        plugins.input("in", feed -> {
            for (int i = 0; i < 40_000; i += 100) {
                feed.emit(events(i, i + 100), new Position("p", i + 100));
            }
        }).output("out", batch -> {
            go.await();
            batch.events().forEach(event -> received.add(number(event)));
        });
        try (RunningPipe pipe = toDisk("drop-oldest")) {
            pipe.await(() -> pipe.node("out").in() == 40_000 && pipe.node("out").bufferedBytes() < 3 << 20);
            go.countDown();
            pipe.await(() -> received.contains(39_999));
            pipe.await(() -> pipe.node("out").inFlight() == 0);
            assertThat(pipe.node("out").conserved()).isTrue();
            assertThat(received.size() + pipe.node("out").dropped()).isEqualTo(40_000);
        }
        assertThat(received).doesNotHaveDuplicates();
    }
}
