package io.penstock.spool;

import static io.penstock.spool.SpoolTest.SMALL;
import static io.penstock.spool.SpoolTest.readAll;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penstock.core.error.ErrorKind;
import io.penstock.core.error.PenstockException;
import io.penstock.core.value.ByteSize;
import io.penstock.spool.api.Spool;
import io.penstock.spool.api.SpoolReader;
import io.penstock.spool.api.SpoolSettings;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpoolFaultTest {
    private static final SpoolSettings ROOMY = SpoolSettings.of(ByteSize.mebibytes(4));

    @TempDir
    Path folder;

    @Test
    void aFullDiskIsAnErrorToRetryAndNothingIsLost() throws Exception {
        AtomicReference<FaultyDisk.Action> failing = new AtomicReference<>();
        try (Spool spool = SegmentedSpool.open(folder, SMALL, new FaultyDisk(a -> a == failing.get()));
                SpoolReader reader = spool.reader("r")) {
            append(spool, "one");
            failing.set(FaultyDisk.Action.WRITE);
            for (int i = 0; i < 3; i++) {
                assertThatThrownBy(() -> append(spool, "refused")).isInstanceOfSatisfying(PenstockException.class, e -> {
                    assertThat(e.kind()).isEqualTo(ErrorKind.RETRY);
                    assertThat(e).hasMessageContaining("No space left on device");
                });
            }
            failing.set(null);
            append(spool, "two");
            spool.sync();
            assertThat(readAll(reader)).containsExactly("1:one", "2:two");
        }
    }

    @Test
    void aFullDiskHoldsAnotherSegmentOnceTheOnlyOneIsRead() throws Exception {
        AtomicBoolean full = new AtomicBoolean();
        try (Spool spool = SegmentedSpool.open(folder, SMALL,
                new FaultyDisk(a -> full.get() && Files.exists(Segment.path(folder, 1))));
                SpoolReader reader = spool.reader("r")) {
            append(spool, "one");
            spool.sync();
            full.set(true);
            assertThatThrownBy(() -> append(spool, "two")).isInstanceOf(PenstockException.class);
            assertThatThrownBy(() -> append(spool, "two")).as("not read yet").isInstanceOf(PenstockException.class);
            assertThat(readAll(reader)).containsExactly("1:one");
            reader.ack(1);
            append(spool, "two");
            full.set(false);
            spool.sync();
            assertThat(readAll(reader)).containsExactly("2:two");
            assertThat(spool.stats().corrupt()).isZero();
        }
        try (Spool spool = Spool.open(folder, SMALL); SpoolReader reader = spool.reader("r")) {
            assertThat(readAll(reader)).containsExactly("2:two");
        }
    }

    @Test
    void aSegmentThatIsReadTakesNoRoomThoughAReaderHasItOpen() throws Exception {
        try (Spool spool = Spool.open(folder, SMALL); SpoolReader reader = spool.reader("r")) {
            append(spool, "one");
            spool.sync();
            assertThat(readAll(reader)).containsExactly("1:one");
            Path same = Files.createLink(folder.resolve("link"), SpoolTest.segments(folder).get(0));
            SpoolTest.fill(spool, 5, 2000);
            reader.ack(6);

            assertThat(same).isEmptyFile();
            readAll(reader);
            assertThat(spool.stats().corrupt()).isZero();
        }
    }

    @Test
    void aFullDiskTakesTheFirstPositionAReaderKeeps() throws Exception {
        try (Spool spool = Spool.open(folder, SMALL); SpoolReader reader = spool.reader("r")) {
            assertThat(SpoolRecovery.readerFile(folder, "r")).hasSize(28);
            append(spool, "one");
            spool.sync();
            reader.ack(1);
            assertThat(SpoolRecovery.readerFile(folder, "r")).hasSize(28);
        }
        try (Spool spool = Spool.open(folder, SMALL); SpoolReader reader = spool.reader("r")) {
            assertThat(reader.acked()).isEqualTo(1);
        }
    }

    @Test
    void afterAFailedForceTheSegmentIsNeverForcedAgainAndTheRecordsMoveToANewOne() throws Exception {
        List<FaultyDisk.Action> actions = new ArrayList<>();
        try (Spool spool = SegmentedSpool.open(folder, SMALL, new FaultyDisk(a -> {
            actions.add(a);
            return a == FaultyDisk.Action.FORCE && actions.stream().filter(b -> b == a).count() == 2;
        })); SpoolReader reader = spool.reader("r")) {
            append(spool, "one");
            spool.sync();
            append(spool, "two");
            append(spool, "three");
            spool.sync();
            assertThat(readAll(reader)).containsExactly("1:one", "2:two", "3:three");
            assertThat(SpoolTest.segments(folder)).hasSize(2);
        }
        try (Spool spool = Spool.open(folder, SMALL); SpoolReader reader = spool.reader("other")) {
            assertThat(readAll(reader)).containsExactly("1:one", "2:two", "3:three");
        }
    }

    @Test
    void aForceThatKeepsFailingIsReportedAndMadeGoodLater() throws Exception {
        AtomicReference<FaultyDisk.Action> failing = new AtomicReference<>(FaultyDisk.Action.FORCE);
        try (Spool spool = SegmentedSpool.open(folder, SMALL, new FaultyDisk(a -> a == failing.get()));
                SpoolReader reader = spool.reader("r")) {
            append(spool, "one");
            assertThatThrownBy(spool::sync).hasMessageContaining("Input/output error");
            assertThat(reader.poll()).as("not known to be safe").isEmpty();
            failing.set(null);
            append(spool, "two");
            spool.sync();
            assertThat(readAll(reader)).containsExactly("1:one", "2:two");
        }
    }

    /**
     * Whatever fails, and whenever the process dies: what a sync returned for is there once, in order, under its number;
     * what was not synced is there once or not at all.
     */
    @Test
    void whateverFailsNothingSyncedIsLostOrChanged() throws Exception {
        for (long seed = 1; seed <= 60; seed++) {
            try {
                simulate(seed, folder.resolve("seed-" + seed));
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("replay with seed " + seed, e);
            }
        }
    }

    private void simulate(long seed, Path own) throws Exception {
        Random random = new Random(seed);
        Map<Long, String> safe = new HashMap<>();
        for (int life = 0; life < 4; life++) {
            Spool spool = SegmentedSpool.open(own, ROOMY, new FaultyDisk(a -> random.nextInt(12) == 0));
            Map<Long, String> pending = new HashMap<>();
            for (int step = 0; step < 60; step++) {
                step(spool, random, pending, safe);
            }
            Path crashed = own.resolveSibling(own.getFileName() + "-" + life);
            copy(own, crashed);
            tearTail(crashed, random);
            closeQuietly(spool);
            own = crashed;
            check(own, safe);
        }
    }

    private static void step(Spool spool, Random random, Map<Long, String> pending, Map<Long, String> safe)
            throws InterruptedException {
        try {
            if (random.nextInt(3) == 0) {
                spool.sync();
                safe.putAll(pending);
                pending.clear();
            } else {
                String text = "record " + random.nextLong() + "x".repeat(random.nextInt(3000));
                pending.put(spool.append(text.getBytes(StandardCharsets.UTF_8)).getAsLong(), text);
            }
        } catch (PenstockException e) {
            assertThat(e.kind()).isEqualTo(ErrorKind.RETRY);
        }
    }

    /** As a power cut might: something half-written behind what was synced. */
    private static void tearTail(Path own, Random random) throws Exception {
        List<Path> segments = SpoolTest.segments(own);
        if (!segments.isEmpty() && random.nextBoolean()) {
            byte[] noise = new byte[random.nextInt(40)];
            random.nextBytes(noise);
            Files.write(segments.get(segments.size() - 1), noise, StandardOpenOption.APPEND);
        }
    }

    private static void check(Path own, Map<Long, String> safe) {
        try (Spool spool = Spool.open(own, ROOMY); SpoolReader reader = spool.reader("check")) {
            Map<Long, String> found = new HashMap<>();
            for (String record : readAll(reader)) {
                int colon = record.indexOf(':');
                found.put(Long.parseLong(record.substring(0, colon)), record.substring(colon + 1));
            }
            assertThat(found).containsAllEntriesOf(safe);
            spool.forget("check");
        }
    }

    private static void copy(Path from, Path to) throws Exception {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Path target = to.resolve(from.relativize(file));
                if (Files.isDirectory(file)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(file, target);
                }
            }
        }
    }

    private static void closeQuietly(Spool spool) {
        try {
            spool.close();
        } catch (PenstockException e) {
            assertThat(e.kind()).isEqualTo(ErrorKind.RETRY);
        }
    }

    private static void append(Spool spool, String text) throws InterruptedException {
        spool.append(text.getBytes(StandardCharsets.UTF_8));
    }
}
