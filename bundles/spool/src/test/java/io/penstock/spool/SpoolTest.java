package io.penstock.spool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penstock.core.error.ErrorKind;
import io.penstock.core.error.PenstockException;
import io.penstock.core.value.ByteSize;
import io.penstock.spool.api.Spool;
import io.penstock.spool.api.SpoolReader;
import io.penstock.spool.api.SpoolRecord;
import io.penstock.spool.api.SpoolSettings;
import io.penstock.spool.api.SpoolSettings.Sync;
import io.penstock.spool.api.SpoolSettings.WhenFull;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpoolTest {
    static final SpoolSettings SMALL = new SpoolSettings(ByteSize.kibibytes(16), ByteSize.kibibytes(4),
            WhenFull.BLOCK, Sync.BATCH, Duration.ofMillis(500));

    @TempDir
    Path folder;

    @Test
    void givesBackWhatWasAppendedInOrder() throws Exception {
        try (Spool spool = Spool.open(folder, SMALL); SpoolReader reader = spool.reader("r")) {
            assertThat(spool.append(List.of(bytes("a"), bytes("b")))).hasValue(2);
            assertThat(spool.append("".getBytes(StandardCharsets.UTF_8))).hasValue(3);
            assertThat(reader.poll()).as("not synced yet").isEmpty();
            spool.sync();
            assertThat(readAll(reader)).containsExactly("1:a", "2:b", "3:");
        }
    }

    @Test
    void aReaderGoesOnAfterARestartWhereItAcknowledged() throws Exception {
        try (Spool spool = filled(SMALL, 10); SpoolReader reader = spool.reader("r")) {
            readAll(reader);
            reader.ack(7);
        }
        try (Spool spool = Spool.open(folder, SMALL); SpoolReader reader = spool.reader("r")) {
            assertThat(reader.acked()).isEqualTo(7);
            assertThat(readAll(reader)).containsExactly("8:record 8", "9:record 9", "10:record 10");
            assertThat(spool.append("next".getBytes(StandardCharsets.UTF_8))).hasValue(11);
        }
    }

    @Test
    void keepsThePositionThatAnInterruptedThreadAcknowledged() throws Exception {
        try (Spool spool = filled(SMALL, 10); SpoolReader reader = spool.reader("r")) {
            readAll(reader);
            Thread.currentThread().interrupt();
            reader.ack(7);
            assertThat(Thread.interrupted()).isTrue();
            reader.ack(8);
        }
        try (Spool spool = Spool.open(folder, SMALL); SpoolReader reader = spool.reader("r")) {
            assertThat(reader.acked()).isEqualTo(8);
        }
    }

    @Test
    void rewindReadsTheUnacknowledgedAgain() throws Exception {
        try (Spool spool = filled(SMALL, 3); SpoolReader reader = spool.reader("r")) {
            readAll(reader);
            reader.ack(1);
            reader.rewind();
            assertThat(readAll(reader)).containsExactly("2:record 2", "3:record 3");
        }
    }

    @Test
    void recordsGoOnlyWhenEveryReaderIsDone() throws Exception {
        try (Spool spool = Spool.open(folder, SMALL); SpoolReader fast = spool.reader("fast");
                SpoolReader slow = spool.reader("slow")) {
            fill(spool, 12, 1000);
            fast.ack(12);
            assertThat(spool.stats().firstPosition()).isEqualTo(1);
            slow.ack(6);
            assertThat(spool.stats().firstPosition()).isBetween(2L, 7L);
            spool.forget("slow");
            assertThat(spool.stats().unread()).isZero();
        }
    }

    @Test
    void aFullSpoolBlocksTheWriterUntilARecordIsAcknowledged() throws Exception {
        try (Spool spool = Spool.open(folder, SMALL); SpoolReader reader = spool.reader("r")) {
            int fitting = fill(spool, 15, 1000);
            CompletableFuture<OptionalLong> blocked = CompletableFuture.supplyAsync(() -> append(spool, 3000));
            assertThat(blocked).isNotDone();
            reader.ack(fitting);
            assertThat(blocked.get(5, TimeUnit.SECONDS)).hasValue(fitting + 1);
            assertThat(spool.stats().dropped()).isZero();
        }
    }

    @Test
    void closingWakesABlockedWriter() throws Exception {
        Spool spool = Spool.open(folder, SMALL);
        spool.reader("r");
        fill(spool, 15, 1000);
        CompletableFuture<OptionalLong> blocked = CompletableFuture.supplyAsync(() -> append(spool, 3000));
        spool.close();
        assertThatThrownBy(() -> blocked.get(5, TimeUnit.SECONDS)).hasRootCauseInstanceOf(PenstockException.class);
    }

    @Test
    void dropNewestTakesNothingMoreAndCountsExactly() throws Exception {
        try (Spool spool = Spool.open(folder, SMALL.with(WhenFull.DROP_NEWEST)); SpoolReader reader = spool.reader("r")) {
            long taken = IntStream.range(0, 40).filter(i -> append(spool, 1000).isPresent()).count();
            assertThat(taken).isLessThan(40);
            assertThat(spool.stats().dropped()).isEqualTo(40 - taken);
            assertThat(readAll(reader)).hasSize((int) taken);
            assertThat(spool.stats().bytes()).isLessThanOrEqualTo(SMALL.maxBytes().bytes() + SegmentFormat.HEADER_BYTES);
        }
    }

    @Test
    void dropOldestKeepsTheYoungestAndCountsExactly() throws Exception {
        try (Spool spool = Spool.open(folder, SMALL.with(WhenFull.DROP_OLDEST)); SpoolReader reader = spool.reader("r")) {
            fill(spool, 100, 1000);
            List<String> left = readAll(reader);
            assertThat(left.get(left.size() - 1)).startsWith("100:");
            assertThat(spool.stats().dropped()).isEqualTo(100 - left.size());
            assertThat(spool.stats().bytes()).isLessThanOrEqualTo(SMALL.maxBytes().bytes());
        }
    }

    @Test
    void dropOldestDoesNotCountWhatWasRead() throws Exception {
        try (Spool spool = Spool.open(folder, SMALL.with(WhenFull.DROP_OLDEST)); SpoolReader reader = spool.reader("r")) {
            for (int i = 1; i <= 100; i++) {
                append(spool, 1000);
                reader.ack(i);
            }
            assertThat(spool.stats().dropped()).isZero();
        }
    }

    @Test
    void aSecondOpenerIsRefused() {
        try (Spool spool = Spool.open(folder, SMALL)) {
            assertThatThrownBy(() -> Spool.open(folder, SMALL)).isInstanceOfSatisfying(PenstockException.class,
                    e -> assertThat(e.kind()).isEqualTo(ErrorKind.CONFLICT));
        }
        Spool.open(folder, SMALL).close();
    }

    @Test
    void aReaderNameIsOpenOnce() {
        try (Spool spool = Spool.open(folder, SMALL)) {
            SpoolReader reader = spool.reader("r");
            assertThatThrownBy(() -> spool.reader("r")).hasMessageContaining("open already");
            reader.close();
            spool.reader("r").close();
        }
    }

    @Test
    void aWriteLargerThanHalfTheSpoolIsRefused() {
        try (Spool spool = Spool.open(folder, SMALL)) {
            assertThatThrownBy(() -> spool.append(new byte[9000])).isInstanceOfSatisfying(PenstockException.class,
                    e -> assertThat(e.code()).isEqualTo("spool.record-too-large"));
        }
    }

    @Test
    void aRecordLargerThanASegmentGetsOneOfItsOwn() throws Exception {
        try (Spool spool = Spool.open(folder, SMALL); SpoolReader reader = spool.reader("r")) {
            spool.append(new byte[10]);
            spool.append(new byte[7000]);
            spool.append(new byte[10]);
            spool.sync();
            assertThat(IntStream.range(0, 3).map(i -> reader.poll().orElseThrow().bytes().length))
                    .containsExactly(10, 7000, 10);
        }
    }

    @Test
    void awaitSeesARecordThatComesLater() throws Exception {
        try (Spool spool = Spool.open(folder, SMALL); SpoolReader reader = spool.reader("r")) {
            CompletableFuture<Optional<SpoolRecord>> waiting = CompletableFuture.supplyAsync(() -> await(reader));
            append(spool, 5);
            assertThat(waiting.get(10, TimeUnit.SECONDS)).isPresent();
        }
    }

    @Test
    void withoutSyncByBatchRecordsAreReadAtOnce() throws Exception {
        for (Sync sync : List.of(Sync.INTERVAL, Sync.NONE)) {
            Path own = folder.resolve(sync.name());
            try (Spool spool = Spool.open(own, SMALL.with(sync, Duration.ofMillis(5)));
                    SpoolReader reader = spool.reader("r")) {
                spool.append("now".getBytes(StandardCharsets.UTF_8));
                assertThat(readAll(reader)).containsExactly("1:now");
            }
        }
    }

    @Test
    void positionsNeverStartAgainEvenWhenTheSegmentsAreGone() throws Exception {
        try (Spool spool = filled(SMALL, 5); SpoolReader reader = spool.reader("r")) {
            reader.ack(5);
        }
        for (Path segment : segments(folder)) {
            Files.delete(segment);
        }
        try (Spool spool = Spool.open(folder, SMALL)) {
            assertThat(spool.append(new byte[1])).hasValue(6);
        }
    }

    Spool filled(SpoolSettings settings, int records) throws Exception {
        Spool spool = Spool.open(folder, settings);
        for (int i = 1; i <= records; i++) {
            spool.append(("record " + i).getBytes(StandardCharsets.UTF_8));
        }
        spool.sync();
        return spool;
    }

    static int fill(Spool spool, int records, int size) {
        IntStream.range(0, records).forEach(i -> append(spool, size));
        return records;
    }

    static OptionalLong append(Spool spool, int size) {
        try {
            OptionalLong position = spool.append(new byte[size]);
            spool.sync();
            return position;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static Optional<SpoolRecord> await(SpoolReader reader) {
        try {
            return reader.await(Duration.ofSeconds(5));
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    static List<String> readAll(SpoolReader reader) {
        List<String> read = new ArrayList<>();
        for (Optional<SpoolRecord> next = reader.poll(); next.isPresent(); next = reader.poll()) {
            read.add(next.get().position() + ":" + new String(next.get().bytes(), StandardCharsets.UTF_8));
        }
        return read;
    }

    static List<Path> segments(Path folder) throws Exception {
        try (var files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".segment")).sorted().toList();
        }
    }
}
