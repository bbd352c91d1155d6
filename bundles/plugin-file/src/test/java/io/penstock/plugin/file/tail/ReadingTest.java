package io.penstock.plugin.file.tail;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReadingTest {
    private static final Duration LONG = Duration.ofMinutes(1);

    @TempDir
    private Path folder;

    @Test
    void readsWhatIsThereAndWhatIsAppended() throws Exception {
        try (Tail tail = new Tail(folder, Map.of())) {
            tail.append("a.log", "one\ntwo\r\n");
            assertThat(tail.settle().lines()).containsExactly("one", "two");
            tail.append("a.log", "\nthree\n");
            assertThat(tail.settle().lines()).containsExactly("one", "two", "", "three");
            assertThat(tail.position().offset()).isEqualTo(Files.size(tail.file("a.log")));
        }
    }

    @Test
    void givesTheSameLinesWhereverWritesAreSplit() throws Exception {
        byte[] bytes = "\uFEFFone\r\n\ntwö ends\nlast\n".getBytes(UTF_8);
        for (int at = 1; at <= bytes.length; at++) {
            try (Tail tail = new Tail(folder.resolve("split" + at), Map.of())) {
                tail.append("a.log", java.util.Arrays.copyOf(bytes, at));
                tail.settle();
                tail.append("a.log", java.util.Arrays.copyOfRange(bytes, at, bytes.length));
                assertThat(tail.settle().lines()).as("split at %d", at).containsExactly("one", "", "twö ends", "last");
            }
        }
    }

    @Test
    void takesALineWithoutItsEndWhenItHasWaitedLongEnough() throws Exception {
        try (Tail tail = new Tail(folder, Map.of("partial-line-timeout", "5s"))) {
            tail.append("a.log", "one\ntw");
            assertThat(tail.settle().lines()).containsExactly("one");
            tail.clock.advance(Duration.ofSeconds(4));
            tail.append("a.log", "o");
            assertThat(tail.settle().after(Duration.ofSeconds(4)).lines()).containsExactly("one");
            assertThat(tail.after(Duration.ofSeconds(2)).lines()).containsExactly("one", "two");
            tail.append("a.log", "more\n");
            assertThat(tail.settle().lines()).containsExactly("one", "two", "more");
        }
    }

    @Test
    void completesAtTheEndWhenItDoesNotFollow() throws Exception {
        try (Tail tail = new Tail(folder, Map.of("follow", false))) {
            tail.append("a.log", "one\ntwo");
            tail.append("b.log", "three");
            assertThat(tail.settle().lines()).containsExactlyInAnyOrder("one", "two", "three");
        }
    }

    @Test
    void failsForGoodWhenItDoesNotFollowAndAFileIsMissing() throws Exception {
        FileInputOptions options = io.penstock.testing.Plugins.options(new FileInputPlugin(),
                Map.of("paths", folder + "/none.log", "follow", false));
        FileInput input = new FileInput(options, io.penstock.core.time.Clock.system(), () -> folder);
        assertThatThrownBy(() -> input.run(new io.penstock.testing.RecordingFeed()))
                .hasFieldOrPropertyWithValue("code", "file.unreadable").hasMessageContaining("none.log: no such file");
    }

    @Test
    void splitsLongLinesTheSameWayHoweverTheyCome() throws Exception {
        for (int at = 1; at < 40; at++) {
            try (Tail tail = new Tail(folder.resolve("long" + at), Map.of("max-line-bytes", "16B"))) {
                byte[] bytes = "0123456789abcdefghijklmnopqrstuvwxyz\nend\n".getBytes(UTF_8);
                tail.append("a.log", java.util.Arrays.copyOf(bytes, at));
                tail.settle();
                tail.append("a.log", java.util.Arrays.copyOfRange(bytes, at, bytes.length));
                assertThat(tail.settle().lines()).as("written in two at %d", at)
                        .containsExactly("0123456789abcdef", "ghijklmnopqrstuv", "wxyz", "end");
            }
        }
    }

    @Test
    void splitsALineLongerThanAnyBufferWithoutCuttingCharacters() throws Exception {
        try (Tail tail = new Tail(folder, Map.of("max-line-bytes", "300KiB"))) {
            String line = "ü".repeat(400_000);
            tail.append("a.log", "before\n" + line + "\nafter\n");
            List<String> lines = tail.settle().lines();
            assertThat(lines.get(0)).isEqualTo("before");
            assertThat(String.join("", lines.subList(1, lines.size() - 1))).isEqualTo(line);
            assertThat(lines).last().isEqualTo("after");
        }
    }

    @Test
    void truncatesLongLinesWithAMark() throws Exception {
        for (int size : new int[] {17, 300, 1_000_000}) {
            try (Tail tail = new Tail(folder.resolve("truncated" + size),
                    Map.of("max-line-bytes", "16B", "long-lines", "truncate"))) {
                String line = "0123456789abcdef" + "x".repeat(size - 16);
                tail.append("a.log", "one\n" + line);
                assertThat(tail.settle().lines()).containsExactly("one");
                tail.append("a.log", "yz\ntwo\n");
                assertThat(tail.settle().lines()).containsExactly("one", "0123456789abcdef", "two");
                assertThat(tail.feed.events()).extracting(event -> event.fields().has("truncated"))
                        .containsExactly(false, true, false);
            }
        }
    }

    @Test
    void decodesAndReplacesWhatIsNotValid() throws Exception {
        try (Tail tail = new Tail(folder, Map.of())) {
            tail.append("a.log", new byte[] {'a', (byte) 0xff, 'b', '\n'});
            assertThat(tail.settle().lines()).containsExactly("a\uFFFDb");
        }
        try (Tail tail = new Tail(folder.resolve("latin"), Map.of("encoding", "ISO-8859-1"))) {
            tail.append("a.log", "Größe\n".getBytes(ISO_8859_1));
            assertThat(tail.settle().lines()).containsExactly("Größe");
        }
    }

    @Test
    void readsCompressedFilesOnceAcrossRestarts() throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        List<String> expected = new ArrayList<>();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            for (int i = 0; i < 40_000; i++) {
                expected.add("a line with the number " + i);
                gzip.write((expected.get(i) + "\n").getBytes(UTF_8));
            }
        }
        byte[] all = bytes.toByteArray();
        try (Tail tail = new Tail(folder, Map.of("paths", folder + "/logs/*", "compressed", true))) {
            tail.append("a.log.gz", java.util.Arrays.copyOf(all, all.length / 2));
            tail.settle();
            assertThat(tail.lines()).hasSizeBetween(1, expected.size() - 1);
            tail.restart(tail.feed);
            tail.append("a.log.gz", java.util.Arrays.copyOfRange(all, all.length / 2, all.length));
            assertThat(tail.settle().lines()).isEqualTo(expected);
            assertThat(tail.restart(tail.feed).settle().lines()).hasSameSizeAs(expected);
        }
    }

    @Test
    void leavesCompressedAndExcludedFilesAlone() throws Exception {
        try (Tail tail = new Tail(folder, Map.of("paths", folder + "/logs/*", "exclude", List.of("*.tmp", "**/no/*")))) {
            tail.append("a.log.gz", "x\n");
            tail.append("a.tmp", "x\n");
            tail.append("a.log", "one\n");
            assertThat(tail.settle().lines()).containsExactly("one");
        }
    }

    @Test
    void addsThePath() throws Exception {
        try (Tail tail = new Tail(folder, Map.of("add-path", "file"))) {
            tail.append("a.log", "one\n");
            assertThat(tail.settle().feed.events().get(0).fields().get("file")).isEqualTo(tail.file("a.log").toString());
        }
    }

    @Test
    void beginsAtTheEndOfWhatIsThereAtTheVeryFirstStart() throws Exception {
        try (Tail tail = new Tail(folder, Map.of("start", "end"))) {
            tail.append("a.log", "old\nbeg");
            assertThat(tail.settle().lines()).isEmpty();
            tail.append("a.log", "un\n");
            tail.append("b.log", "new file\n");
            assertThat(tail.settle().lines()).containsExactlyInAnyOrder("begun", "new file");
            tail.append("c.log", "came while it was down\n");
            assertThat(tail.restart(tail.feed).settle().lines()).last().isEqualTo("came while it was down");
        }
    }

    @Test
    void goesOnWhereItWasEvenWhenToldToStartAtTheBeginning() throws Exception {
        try (Tail tail = new Tail(folder, Map.of("start", "beginning"))) {
            tail.append("a.log", "one\n");
            tail.settle();
            assertThat(tail.restart(tail.feed).settle().lines()).containsExactly("one");
        }
    }

    @Test
    void readsManyFilesInTurnWithFewOpen() throws Exception {
        try (Tail tail = new Tail(folder, Map.of("max-open-files", 3))) {
            String big = "x".repeat(1_000) + "\n";
            tail.append("0.log", big.repeat(20_000));
            for (int i = 1; i < 50; i++) {
                tail.append(i + ".log", "file " + i + "\n");
            }
            assertThat(tail.settle().lines()).hasSize(20_049);
            assertThat(tail.lines().subList(0, 10_000)).as("the big file does not keep others waiting").contains("file 49");
            for (int i = 1; i < 50; i++) {
                tail.append(i + ".log", "again\n");
            }
            assertThat(tail.settle().lines()).hasSize(20_098);
        }
    }

    @Test
    void saysWhatItCannotReadAndRecovers() throws Exception {
        Path later = folder.resolve("later");
        try (Tail tail = new Tail(folder, Map.of("paths", List.of(later + "/*.log", folder + "/single.log")))) {
            tail.settle();
            assertThat(tail.feed.trouble()).isEqualTo("cannot read " + later + ": no such file or folder (and 1 more)");
            Files.createDirectories(later);
            Files.writeString(later.resolve("a.log"), "one\n");
            tail.settle();
            assertThat(tail.feed.trouble()).isEqualTo("cannot read " + folder.resolve("single.log") + ": no such file or folder");
            Files.writeString(folder.resolve("single.log"), "two\n");
            assertThat(tail.settle().lines()).containsExactly("one", "two");
            assertThat(tail.feed.trouble()).isEmpty();
            assertThat(tail.feed.troubles()).hasSize(2);
        }
    }

    @Test
    void saysWhichFolderItCannotLookInto() throws Exception {
        Path loop = folder.resolve("logs/loop");
        try (Tail tail = new Tail(folder, Map.of("paths", folder + "/logs/*/a.log"))) {
            Files.createSymbolicLink(loop, loop);
            tail.settle();
            assertThat(tail.feed.trouble()).startsWith("cannot read " + loop + ": ");
            Files.delete(loop);
            Files.createDirectories(loop);
            tail.append("loop/a.log", "one\n");
            assertThat(tail.settle().lines()).containsExactly("one");
            assertThat(tail.feed.trouble()).isEmpty();
        }
    }

    @Test
    void looksIntoFoldersBelow() throws Exception {
        try (Tail tail = new Tail(folder, Map.of("paths", folder + "/logs/**/[a-b]?.{log,txt}"))) {
            Files.createDirectories(tail.file("x/y"));
            tail.append("a1.log", "top\n");
            tail.append("x/y/b2.txt", "deep\n");
            tail.append("x/c3.log", "not asked for\n");
            assertThat(tail.settle().lines()).containsExactlyInAnyOrder("top", "deep");
        }
    }

    @Test
    void joinsLinesByStartPattern() throws Exception {
        Map<String, Object> multiline = Map.of("multiline", Map.of("start", "^\\d", "timeout", "1s", "max-lines", 3));
        byte[] bytes = "0 stray\n1 a\n  b\n  c\n  d\n2 x\n3 last\n  of it\n".getBytes(UTF_8);
        for (int at = 1; at < bytes.length; at++) {
            try (Tail tail = new Tail(folder.resolve("at" + at), multiline)) {
                tail.append("a.log", java.util.Arrays.copyOf(bytes, at));
                tail.settle();
                tail.append("a.log", java.util.Arrays.copyOfRange(bytes, at, bytes.length));
                assertThat(tail.settle().lines()).as("split at %d", at)
                        .containsExactly("0 stray", "1 a\n  b\n  c", "  d", "2 x");
                assertThat(tail.after(Duration.ofSeconds(2)).lines()).last().isEqualTo("3 last\n  of it");
            }
        }
    }

    @Test
    void joinsLinesByContinuationPatternAndLimitsBytes() throws Exception {
        try (Tail tail = new Tail(folder, Map.of("multiline", Map.of("continuation", "^\\s", "max-bytes", "16B")))) {
            tail.append("a.log", "one\n two\nnext\n 0123456789abcdef0\n x\nlast\n");
            assertThat(tail.settle().after(LONG).lines())
                    .containsExactly("one\n two", "next", " 0123456789abcde", "f0\n x", "last");
        }
    }

    @Test
    void goesOnOverALineThatNestsAPatternTooDeeply() throws Exception {
        try (Tail tail = new Tail(folder, Map.of("multiline", Map.of("continuation", "^(x|y)*$")))) {
            tail.append("a.log", "first\n" + "x".repeat(100_000) + "\nsecond\n");
            assertThat(tail.settle().after(LONG).lines()).hasSize(3).startsWith("first");
        }
    }

    @Test
    void aPatternThatBacktracksDoesNotStallIt() throws Exception {
        try (Tail tail = new Tail(folder, Map.of("multiline", Map.of("start", "^(a+)+$")))) {
            tail.append("a.log", "x\n" + "a".repeat(40) + "!\ny\n");
            assertThat(tail.settle().after(LONG).lines()).hasSize(1);
        }
    }
}
