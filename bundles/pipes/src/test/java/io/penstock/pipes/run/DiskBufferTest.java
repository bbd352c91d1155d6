package io.penstock.pipes.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.core.event.Event;
import io.penstock.core.event.Record;
import io.penstock.core.options.Options;
import io.penstock.pipes.model.Buffering;
import io.penstock.pipes.state.BufferRecord;
import io.penstock.pipes.state.Ledger;
import io.penstock.pipes.state.Origin;
import io.penstock.spool.api.SpoolRecord;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiskBufferTest {
    private static final Buffering SETTINGS = Options.of(Buffering.class).bind(Map.of("type", "disk")).orThrow("buffer");

    @TempDir
    Path folder;

    private static void put(DiskBuffer buffer, int number) throws InterruptedException {
        Event event = Record.raw(Instant.EPOCH, "event " + number);
        buffer.append(new Ledger.Part(List.of(new Origin("in", "", number)), 0, 1, 1), List.of(event));
        buffer.sync();
    }

    private List<Long> positionsOfEvents(DiskBuffer buffer) {
        List<Long> positions = new ArrayList<>();
        for (Optional<SpoolRecord> next = buffer.reader().poll(); next.isPresent(); next = buffer.reader().poll()) {
            if (!BufferRecord.decode(next.get().bytes()).events().isEmpty()) {
                positions.add(next.get().position());
            }
        }
        return positions;
    }

    private void cutSegments() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(path -> path.toString().endsWith(".segment")).toList()) {
                FileChannel.open(file, StandardOpenOption.WRITE).truncate(0).close();
            }
        }
    }

    @Test
    void givesNoNewEventsAPositionThatWasDeliveredBeforeTheTailWasLost() throws Exception {
        try (DiskBuffer buffer = new DiskBuffer(folder, SETTINGS, 0)) {
            for (int i = 1; i <= 3; i++) {
                put(buffer, i);
            }
        }
        cutSegments();
        try (DiskBuffer buffer = new DiskBuffer(folder, SETTINGS, 3)) {
            put(buffer, 4);
            assertThat(positionsOfEvents(buffer)).containsExactly(4L);
        }
    }

    @Test
    void leavesAWholeBufferAsItIs() throws Exception {
        try (DiskBuffer buffer = new DiskBuffer(folder, SETTINGS, 0)) {
            put(buffer, 1);
            put(buffer, 2);
        }
        try (DiskBuffer buffer = new DiskBuffer(folder, SETTINGS, 1)) {
            put(buffer, 3);
            assertThat(positionsOfEvents(buffer)).containsExactly(1L, 2L, 3L);
        }
    }
}
