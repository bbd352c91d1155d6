package io.penstock.relay.client.backlog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penstock.core.batch.Batch;
import io.penstock.core.batch.BatchId;
import io.penstock.core.error.ErrorKind;
import io.penstock.core.error.PenstockException;
import io.penstock.core.event.Event;
import io.penstock.core.event.Record;
import io.penstock.core.time.ManualClock;
import io.penstock.core.value.ByteSize;
import io.penstock.relay.client.block.BlockHeader;
import io.penstock.relay.wire.api.EpochRange;
import io.penstock.spool.api.SpoolSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventSpoolTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final List<Event> EVENTS = List.of(Record.raw(START, "x".repeat(3000)), Record.raw(START, "y"));

    @TempDir
    Path temporary;

    private final ManualClock clock = new ManualClock(START);

    private Path folder() {
        return temporary.resolve("spool");
    }

    private EventSpool open(long epoch) {
        return EventSpool.open(folder(), SpoolSettings.of(ByteSize.kibibytes(32)), epoch, (event, bytes) -> { }, clock,
                new Signal(clock));
    }

    private static void write(EventSpool spool, long seq) throws InterruptedException {
        spool.write(new Batch(new BatchId("stream", seq), EVENTS));
    }

    /** As a server that has stored everything. */
    private static void acknowledgeAll(EventSpool spool) {
        spool.source().rewind();
        for (Optional<SpooledBlock> block = spool.source().next(); block.isPresent(); block = spool.source().next()) {
            BlockHeader header = block.get().block().header();
            spool.backlog().acknowledged(header.epoch(), header.next(), spool.backlog().read(header));
            spool.source().done(block.get().position());
        }
        assertThat(spool.backlog().unacknowledged()).isZero();
    }

    /** Stands where the segment from this position on would: to the spool it is as if there were no room for another. */
    private Path obstacle(long position) throws IOException {
        return Files.createDirectories(folder().resolve(String.format(Locale.ROOT, "%020d.segment/obstacle", position)));
    }

    private static void clear(Path obstacle) throws IOException {
        Files.delete(obstacle);
        Files.delete(obstacle.getParent());
    }

    private List<Path> segments() throws IOException {
        try (Stream<Path> files = Files.list(folder())) {
            return files.filter(file -> Files.isRegularFile(file) && file.toString().endsWith(".segment")).toList();
        }
    }

    /** A spool that is full on the disk with one batch, which is acknowledged. */
    private void fillAndAcknowledge(EventSpool spool) throws Exception {
        write(spool, 7);
        Path full = obstacle(2);
        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> write(spool, 8)).isInstanceOfSatisfying(PenstockException.class,
                    e -> assertThat(e.kind()).isEqualTo(ErrorKind.RETRY));
            assertThat(segments()).as("nothing acknowledged yet").hasSize(1);
        }
        acknowledgeAll(spool);
        assertThatThrownBy(() -> write(spool, 8)).isInstanceOf(PenstockException.class);
        assertThat(segments()).as("everything acknowledged").isEmpty();
        clear(full);
    }

    @Test
    void aFullDiskIsLeftByWhatIsAcknowledgedTheLastRecordToo() throws Exception {
        try (EventSpool spool = open(1)) {
            fillAndAcknowledge(spool);
            write(spool, 8);
            assertThat(spool.committed("stream")).hasValue(8);
            assertThat(spool.backlog().ranges()).containsExactly(new EpochRange(1, 2, 4));
        }
        try (EventSpool spool = open(2)) {
            assertThat(spool.committed("stream")).hasValue(8);
            assertThat(spool.backlog().ranges()).containsExactly(new EpochRange(1, 2, 4), new EpochRange(2, 0, 0));
        }
    }

    @Test
    void whatWasCommittedIsKnownAtTheNextStartsWithoutAnyRecord() throws Exception {
        try (EventSpool spool = open(1)) {
            fillAndAcknowledge(spool);
        }
        for (int start = 2; start <= 3; start++) {
            try (EventSpool spool = open(start)) {
                assertThat(spool.committed("stream")).hasValue(7);
                assertThat(spool.committed("other")).isEmpty();
                assertThat(spool.backlog().ranges()).containsExactly(new EpochRange(start, 0, 0));
            }
        }
        try (EventSpool spool = open(4)) {
            write(spool, 7);
            assertThat(spool.backlog().unacknowledged()).as("it was delivered").isZero();
            write(spool, 8);
        }
        try (EventSpool spool = open(5)) {
            assertThat(spool.committed("stream")).as("the record is younger than the note").hasValue(8);
        }
    }

    @Test
    void aNoteThatIsTornOrForeignCountsAsNone() throws Exception {
        Path file = temporary.resolve("note");
        LastBlockNote note = new LastBlockNote(file);
        assertThat(file).hasSize(8192);
        assertThat(note.read()).isEmpty();
        BlockHeader header = new BlockHeader("stream", 7, 1, 40, 2, 5, List.of());
        assertThat(note.keep(header)).isTrue();
        assertThat(file).hasSize(8192);
        assertThat(new LastBlockNote(file).read()).contains(header);
        byte[] whole = Files.readAllBytes(file);
        for (int at = 0; at < 16 + header.toBytes().length; at++) {
            byte[] torn = whole.clone();
            torn[at] ^= 0x40;
            Files.write(file, torn);
            assertThat(note.read()).isEmpty();
        }
        byte[] noise = new byte[9000];
        new Random(1).nextBytes(noise);
        for (int length : new int[] {0, 5, 16, 20, 9000}) {
            Files.write(file, java.util.Arrays.copyOf(noise, length));
            assertThat(note.read()).isEmpty();
        }
        assertThat(note.keep(new BlockHeader("s".repeat(9000), 7, 1, 40, 2, 5, List.of()))).as("too long").isFalse();
    }
}
