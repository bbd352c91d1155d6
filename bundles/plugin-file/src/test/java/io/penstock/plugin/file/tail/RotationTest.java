package io.penstock.plugin.file.tail;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.core.event.Event;
import io.penstock.testing.RecordingFeed;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RotationTest {

    @TempDir
    private Path folder;

    @Test
    void followsAFileRenamedToWhereItDoesNotLook() throws Exception {
        try (Tail tail = new Tail(folder, Map.of("rotated-wait", "10s"))) {
            tail.append("a.log", "one\n");
            tail.settle();
            tail.append("a.log", "two\n");
            tail.rename("a.log", "a.log.1");
            tail.append("a.log", "new\n");
            assertThat(tail.settle().lines()).containsExactly("one", "two", "new");
            tail.append("a.log.1", "late\n");
            assertThat(tail.settle().lines()).last().isEqualTo("late");
            tail.after(Duration.ofSeconds(11)).append("a.log.1", "too late\n");
            assertThat(tail.settle().lines()).last().isEqualTo("late");
        }
    }

    @Test
    void findsARenamedFileBehindALink() throws Exception {
        Path pods = Files.createDirectories(folder.resolve("pods"));
        Path log = pods.resolve("0.log");
        try (Tail tail = new Tail(folder, Map.of("max-open-files", 1))) {
            Files.writeString(log, "one\n");
            Files.createSymbolicLink(tail.file("container.log"), log);
            tail.append("other.log", "x\n");
            tail.settle();
            tail.append("other.log", "y\n");
            tail.settle();
            tail.append("container.log", "two\n");
            Files.move(log, pods.resolve("0.log.1"));
            Files.writeString(log, "three\n");
            assertThat(tail.settle().lines()).contains("one", "two", "three").hasSize(5);
        }
    }

    @Test
    void readsADeletedFileToItsEnd() throws Exception {
        try (Tail tail = new Tail(folder, Map.of())) {
            tail.append("a.log", "one\n");
            tail.settle();
            tail.append("a.log", "two\nlast");
            Files.delete(tail.file("a.log"));
            assertThat(tail.settle().lines()).containsExactly("one", "two");
            assertThat(tail.after(Duration.ofMinutes(1)).lines()).containsExactly("one", "two", "last");
            tail.append("a.log", "reborn\n");
            assertThat(tail.settle().lines()).last().isEqualTo("reborn");
        }
    }

    @Test
    void readsATruncatedFileFromItsBeginning() throws Exception {
        try (Tail tail = new Tail(folder, Map.of())) {
            tail.append("a.log", "header\none\n");
            tail.settle();
            tail.truncate("a.log");
            tail.settle();
            tail.append("a.log", "header\ntwo\nthree, which makes it longer than before\n");
            assertThat(tail.settle().lines()).containsExactly("header", "one", "header", "two",
                    "three, which makes it longer than before");
        }
    }

    @Test
    void noticesATruncationHiddenByNewContent() throws Exception {
        try (Tail tail = new Tail(folder, Map.of())) {
            tail.append("a.log", "1 one\n");
            tail.settle();
            tail.truncate("a.log");
            tail.append("a.log", "2 this is longer than what was there\n");
            assertThat(tail.settle().lines()).containsExactly("1 one", "2 this is longer than what was there");
        }
    }

    @Test
    void goesOnWhereAFileWasCutBackTo() throws Exception {
        try (Tail tail = new Tail(folder, Map.of("fingerprint", "16B"))) {
            tail.append("a.log", "0123456789abcdef\nkept\ncut\n");
            tail.settle();
            try (var channel = Files.newByteChannel(tail.file("a.log"), java.nio.file.StandardOpenOption.WRITE)) {
                channel.truncate(22);
            }
            tail.settle().append("a.log", "again\n");
            assertThat(tail.settle().lines()).containsExactly("0123456789abcdef", "kept", "cut", "again");
        }
    }

    @Test
    void readsTheRestOfATruncatedFileFromItsCopy() throws Exception {
        for (String copy : List.of("a.log.1", "a.log.1.log")) {
            try (Tail tail = new Tail(folder.resolve(copy), Map.of())) {
                tail.append("a.log", "1 one\n");
                tail.settle();
                tail.append("a.log", "2 two\n");
                tail.copy("a.log", copy);
                tail.truncate("a.log");
                tail.append("a.log", "3 new\n");
                assertThat(tail.settle().lines()).as(copy).containsExactlyInAnyOrder("1 one", "2 two", "3 new");
                assertThat(tail.after(Duration.ofHours(1)).lines()).hasSize(3);
            }
        }
    }

    @Test
    void recognisesTheCopyOfAFileThatWasThenRenamed() throws Exception {
        for (boolean down : new boolean[] {false, true}) {
            Path place = folder.resolve("down-" + down);
            try (Tail tail = new Tail(place, Map.of("paths", place + "/logs/*", "fingerprint", "16B"))) {
                tail.append("a.log", "1 one, read before\n");
                tail.settle();
                if (down) {
                    tail.restart(tail.feed);
                }
                tail.append("a.log", "2 two\n");
                tail.copy("a.log", "a.log.1");
                tail.truncate("a.log");
                tail.append("a.log", "3 after the truncation\n");
                tail.rename("a.log", "a.log.2");
                tail.append("a.log", "4 new\n");
                assertThat(tail.settle().lines()).as("down: %s", down).containsExactlyInAnyOrder(
                        "1 one, read before", "2 two", "3 after the truncation", "4 new");
            }
        }
    }

    @Test
    void doesNotReadACopyWhileItReadsTheOriginal() throws Exception {
        try (Tail tail = new Tail(folder, Map.of("paths", folder + "/logs/*"))) {
            tail.append("a.log", "one\n");
            tail.settle();
            tail.copy("a.log", "a.log.1");
            assertThat(tail.settle().lines()).containsExactly("one");
            tail.append("a.log.1", "it was no copy after all\n");
            tail.append("a.log", "two\n");
            assertThat(tail.settle().lines()).startsWith("one").contains("two", "it was no copy after all");
        }
    }

    @Test
    void goesOnAfterARestartWhateverWasRotatedMeanwhile() throws Exception {
        try (Tail tail = new Tail(folder, Map.of())) {
            tail.append("renamed.log", "r1\n");
            tail.append("copied.log", "c1\n");
            tail.append("same.log", "s1\n");
            tail.settle().restart(tail.feed);
            tail.append("renamed.log", "r2\n");
            tail.rename("renamed.log", "renamed.log.1");
            tail.append("renamed.log", "r3\n");
            tail.append("copied.log", "c2\n");
            tail.copy("copied.log", "copied.log.1");
            tail.truncate("copied.log");
            tail.append("copied.log", "c3\n");
            tail.append("same.log", "s2\n");
            assertThat(tail.settle().lines()).containsExactlyInAnyOrder("r1", "c1", "s1", "r2", "r3", "c2", "c3", "s2");
        }
    }

    @Test
    void doesNotTakeAFileForAnotherThatHadItsInode() throws Exception {
        try (Tail tail = new Tail(folder, Map.of())) {
            tail.append("a.log", "first file\n");
            tail.settle().restart(tail.feed);
            Files.writeString(tail.file("a.log"), "other file, same inode\n");
            assertThat(tail.settle().lines()).containsExactly("first file", "other file, same inode");
            assertThat(tail.feed.checkpoints()).as("partitions").hasSize(2);
        }
    }

    @Test
    void keepsThePartitionOfAFileThatGrowsAndIsRenamedBetweenCrashes() throws Exception {
        try (Tail tail = new Tail(folder, Map.of("paths", folder + "/logs/*"))) {
            List<String> written = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                written.add("line " + i + " " + "x".repeat(i * 3));
                tail.append(i == 0 ? "a.log" : "a" + (i - 1), written.get(i) + "\n");
                tail.rename(i == 0 ? "a.log" : "a" + (i - 1), "a" + i);
                tail.settle().crashAndRestart();
            }
            assertThat(tail.settle().lines()).isEqualTo(written);
            assertThat(tail.feed.checkpoints()).hasSize(1);
        }
    }

    @Test
    void cutsBatchesAgainWhereTheyWereCut() throws Exception {
        try (Tail tail = new Tail(folder, Map.of("partial-line-timeout", "1s"))) {
            tail.append("a.log", "one\n");
            tail.settle().append("a.log", "two\nthr");
            tail.settle().after(Duration.ofSeconds(2));
            tail.append("a.log", "ee\nfour\n");
            tail.settle();
            List<List<Event>> before = tail.feed.batches();
            assertThat(before).extracting(Tail::lines)
                    .containsExactly(List.of("one"), List.of("two"), List.of("thr"), List.of("ee", "four"));
            RecordingFeed again = new RecordingFeed().startAt(tail.partition(), 4)
                    .cutAt(tail.partition(), 8).cutAt(tail.partition(), 11);
            tail.append("a.log", "five\n");
            assertThat(tail.restart(again).settle().feed.batches()).extracting(Tail::lines)
                    .containsExactly(List.of("two"), List.of("thr"), List.of("ee", "four", "five"));
        }
    }

    @Test
    void losesAndRepeatsNothingInARandomHistory() throws Exception {
        for (long seed = 1; seed <= 40; seed++) {
            Path place = folder.resolve("seed" + seed);
            Map<String, Object> options = Map.of("paths", place + "/logs/app.log*", "fingerprint", "64B", "max-open-files", 2,
                    "partial-line-timeout", "1s");
            try (Tail tail = new Tail(place, options)) {
                CrashFeed feed = new CrashFeed(new Random(seed));
                List<String> written = history(tail.into(feed), feed, new Random(seed));
                tail.settle().after(Duration.ofSeconds(2));
                assertThat(String.join("", feed.lines())).as("seed %d", seed).hasSameSizeAs(String.join("", written));
                assertThat(feed.lines()).as("seed %d", seed).containsAll(written);
            }
        }
    }

    private static List<String> history(Tail tail, CrashFeed feed, Random random) throws Exception {
        List<String> written = new ArrayList<>();
        int rotations = 0;
        for (int step = 0; step < 80; step++) {
            switch (random.nextInt(10)) {
                case 0, 1, 2 -> append(tail, random, written);
                case 3, 4 -> tail.settle();
                case 5 -> feed.acknowledgeSome();
                case 6, 7 -> {
                    tail.settleSome(random.nextInt(3));
                    feed.crash();
                    tail.crashAndRestart();
                }
                case 8 -> {
                    if (Files.exists(tail.file("app.log"))) {
                        tail.rename("app.log", "app.log-" + (char) ('a' + rotations++ / 10) + rotations % 10);
                    }
                }
                default -> rotateByCopy(tail, random, written, "app.log-" + (char) ('a' + rotations++ / 10) + rotations % 10);
            }
        }
        return written;
    }

    private static void rotateByCopy(Tail tail, Random random, List<String> written, String copy) throws Exception {
        if (Files.exists(tail.file("app.log")) && Files.size(tail.file("app.log")) > 0) {
            append(tail, random, written);
            tail.copy("app.log", copy);
            tail.truncate("app.log");
        }
    }

    private static void append(Tail tail, Random random, List<String> written) {
        for (int i = random.nextInt(3); i >= 0; i--) {
            written.add(written.size() + " " + "x".repeat(64 + random.nextInt(50)));
            tail.append("app.log", written.get(written.size() - 1) + "\n");
        }
    }
}
