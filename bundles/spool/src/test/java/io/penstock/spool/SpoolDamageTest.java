package io.penstock.spool;

import static io.penstock.spool.SpoolTest.SMALL;
import static io.penstock.spool.SpoolTest.readAll;
import static io.penstock.spool.SpoolTest.segments;
import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.spool.api.Spool;
import io.penstock.spool.api.SpoolReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class SpoolDamageTest {
    @TempDir
    Path folder;

    @Test
    void aCutAtAnyByteOfTheLastSegmentKeepsEveryWholeRecord() throws Exception {
        Path original = write("original", 1, 6);
        byte[] content = Files.readAllBytes(original);
        int[] ends = recordEnds(6);
        for (int cut = 0; cut <= content.length; cut++) {
            Path damaged = folder.resolve("cut-" + cut);
            Files.createDirectories(damaged);
            Files.write(damaged.resolve(original.getFileName()), Arrays.copyOf(content, cut));
            int whole = wholeRecords(ends, cut);
            try (Spool spool = Spool.open(damaged, SMALL); SpoolReader reader = spool.reader("r")) {
                assertThat(readAll(reader)).as("cut at %s", cut).hasSize(whole);
                assertThat(spool.append("new".getBytes(StandardCharsets.UTF_8))).hasValue(whole + 1);
                spool.sync();
                assertThat(readAll(reader)).containsExactly(whole + 1 + ":new");
                int torn = cut - (whole == 0 && cut < SegmentFormat.HEADER_BYTES ? 0 : ends[whole]);
                assertThat(spool.stats().cutBytes()).as("cut at %s", cut).isEqualTo(torn);
            }
        }
    }

    @Test
    void aFlippedBitAnywhereInTheTailLosesNothingBeforeIt() throws Exception {
        Path original = write("original", 1, 4);
        byte[] content = Files.readAllBytes(original);
        int[] ends = recordEnds(4);
        for (int at = 0; at < content.length; at++) {
            Path damaged = folder.resolve("flip-" + at);
            Files.createDirectories(damaged);
            byte[] flipped = content.clone();
            flipped[at] ^= 0x10;
            Files.write(damaged.resolve(original.getFileName()), flipped);
            try (Spool spool = Spool.open(damaged, SMALL); SpoolReader reader = spool.reader("r")) {
                assertThat(readAll(reader)).as("flipped byte %s", at).hasSize(wholeRecords(ends, at));
            }
        }
    }

    @Test
    void damageInTheMiddleIsCountedAndReadingGoesOnInTheNextSegment() throws Exception {
        try (Spool spool = Spool.open(folder.resolve("s"), SMALL)) {
            SpoolTest.fill(spool, 9, 1300);
        }
        List<Path> segments = segments(folder.resolve("s"));
        byte[] second = Files.readAllBytes(segments.get(1));
        second[SegmentFormat.HEADER_BYTES + 20] ^= 1;
        Files.write(segments.get(1), second);
        try (Spool spool = Spool.open(folder.resolve("s"), SMALL); SpoolReader reader = spool.reader("r")) {
            List<String> read = readAll(reader);
            assertThat(read).hasSize(6);
            assertThat(read.get(3)).startsWith("7:");
            assertThat(spool.stats().corrupt()).isEqualTo(3);
        }
    }

    @Test
    void filesThatAreNotSegmentsAreLeftAlone() throws Exception {
        Path own = folder.resolve("s");
        Files.createDirectories(own);
        Files.writeString(own.resolve("note.txt"), "mine");
        Files.write(own.resolve("00000000000000000005.segment"), new byte[100]);
        try (Spool spool = Spool.open(own, SMALL)) {
            spool.append(new byte[1]);
        }
        assertThat(own.resolve("note.txt")).hasContent("mine");
        assertThat(own.resolve("00000000000000000005.segment.damaged")).exists();
    }

    @Test
    void aTornReaderPositionFallsBackToTheOneBefore() throws Exception {
        Path own = folder.resolve("s");
        try (Spool spool = Spool.open(own, SMALL); SpoolReader reader = spool.reader("r")) {
            SpoolTest.fill(spool, 5, 10);
            reader.ack(2);
            reader.ack(4);
        }
        Path position = SpoolRecovery.readerFile(own, "r");
        byte[] slots = Files.readAllBytes(position);
        for (int at = 16; at < slots.length; at++) {
            byte[] torn = slots.clone();
            torn[at] ^= 1;
            Files.write(position, torn);
            try (Spool spool = Spool.open(own, SMALL); SpoolReader reader = spool.reader("r")) {
                assertThat(reader.acked()).isEqualTo(2);
            }
        }
    }

    private Path write(String name, int first, int last) throws Exception {
        Path own = folder.resolve(name);
        try (Spool spool = Spool.open(own, SMALL)) {
            for (int i = first; i <= last; i++) {
                spool.append(payload(i));
            }
        }
        return segments(own).get(0);
    }

    private static byte[] payload(int i) {
        return ("payload number " + i).repeat(i).getBytes(StandardCharsets.UTF_8);
    }

    private static int[] recordEnds(int records) {
        int[] ends = new int[records + 1];
        ends[0] = SegmentFormat.HEADER_BYTES;
        for (int i = 1; i <= records; i++) {
            ends[i] = ends[i - 1] + SegmentFormat.RECORD_HEADER_BYTES + payload(i).length;
        }
        return ends;
    }

    private static int wholeRecords(int[] ends, int bytes) {
        int whole = 0;
        while (whole + 1 < ends.length && ends[whole + 1] <= bytes) {
            whole++;
        }
        return whole;
    }

    @Test
    @Timeout(20)
    void aSegmentDeletedBySomebodyElseCostsItsRecordsOnly() throws Exception {
        try (Spool spool = Spool.open(folder, SMALL); SpoolReader reader = spool.reader("r")) {
            spool.append("a".getBytes(StandardCharsets.UTF_8));
            spool.append("b".getBytes(StandardCharsets.UTF_8));
            spool.sync();
            Files.delete(segments(folder).get(0));

            assertThat(readAll(reader)).isEmpty();
            assertThat(spool.stats().corrupt()).isEqualTo(2);
            spool.append("c".getBytes(StandardCharsets.UTF_8));
            spool.sync();
            assertThat(readAll(reader)).containsExactly("3:c");
        }
    }

    @Test
    void whatIsSyncedAfterTheFolderWasDeletedIsThereAtTheNextStart() throws Exception {
        Path spooled = folder.resolve("spool");
        try (Spool spool = Spool.open(spooled, SMALL); SpoolReader reader = spool.reader("r")) {
            spool.append("a".getBytes(StandardCharsets.UTF_8));
            spool.sync();
            Files.move(spooled, folder.resolve("gone"));
            spool.append("b".getBytes(StandardCharsets.UTF_8));
            spool.sync();
        }
        try (Spool spool = Spool.open(spooled, SMALL); SpoolReader reader = spool.reader("r")) {
            assertThat(readAll(reader)).containsExactly("2:b");
        }
    }
}
