package io.penstock.plugin.file.write;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penstock.core.batch.Batch;
import io.penstock.core.batch.BatchId;
import io.penstock.core.error.ErrorKind;
import io.penstock.core.event.Event;
import io.penstock.core.event.Fields;
import io.penstock.core.event.Record;
import io.penstock.core.plugin.Output;
import io.penstock.core.plugin.RejectedEvents;
import io.penstock.core.time.ManualClock;
import io.penstock.testing.Plugins;
import io.penstock.testing.TestContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileOutputTest {
    private static final String STREAM = "stream-1";

    private final FileOutputPlugin plugin = new FileOutputPlugin();
    private final ManualClock clock = new ManualClock(Instant.parse("2026-01-31T23:59:50Z"));

    @TempDir
    private Path folder;

    @Test
    void appendsBatchesAndRemembersTheLast() throws Exception {
        try (Output output = opened(Map.of())) {
            assertThat(output.committed(STREAM)).isEmpty();
            output.write(batch(1, "one", "two"));
            output.write(batch(2, "three"));
            assertThat(output.committed(STREAM)).hasValue(2);
            assertThat(output.committed("another stream")).isEmpty();
        }
        try (Output output = opened(Map.of())) {
            assertThat(output.committed(STREAM)).hasValue(2);
            output.write(batch(3, "four"));
        }
        assertThat(text("out")).isEqualTo("one\ntwo\nthree\nfour\n");
    }

    @Test
    void hasEachBatchOnceWhereverTheDataWasTorn() throws Exception {
        for (String compression : List.of("none", "gzip")) {
            Map<String, Object> options = Map.of("compression", compression);
            Output output = opened(options);
            output.write(batch(1, "one"));
            byte[] dataBefore = data();
            byte[] positionBefore = position();
            output.write(batch(2, "two", "three"));
            byte[] dataAfter = data();
            output.close();
            for (int torn = dataBefore.length; torn <= dataAfter.length; torn++) {
                crashState(Arrays.copyOf(dataAfter, torn), positionBefore);
                try (Output again = opened(options)) {
                    assertThat(again.committed(STREAM)).as("torn at %d", torn).hasValue(1);
                    again.write(batch(2, "two", "three"));
                }
                assertThat(data()).as("torn at %d", torn).isEqualTo(dataAfter);
            }
            Files.delete(folder.resolve("out"));
            Files.delete(folder.resolve("node/position"));
        }
    }

    @Test
    void hasEachBatchOnceWhereverThePositionWasTorn() throws Exception {
        Output output = opened(Map.of());
        output.write(batch(1, "one"));
        byte[] positionBefore = position();
        output.write(batch(2, "two"));
        byte[] dataAfter = data();
        byte[] positionAfter = position();
        output.close();
        byte[] mixed = positionBefore.clone();
        for (int torn = 0; torn < positionAfter.length; torn++) {
            if (positionBefore[torn] == positionAfter[torn]) {
                continue;
            }
            mixed[torn] = positionAfter[torn];
            crashState(dataAfter, mixed);
            try (Output again = opened(Map.of())) {
                long committed = again.committed(STREAM).orElseThrow();
                assertThat(committed).as("torn at %d", torn).isBetween(1L, 2L);
                if (committed == 1) {
                    again.write(batch(2, "two"));
                }
            }
            assertThat(data()).as("torn at %d", torn).isEqualTo(dataAfter);
        }
    }

    @Test
    void beginsAnewWhenTheVeryFirstPositionWasTorn() throws Exception {
        Output output = opened(Map.of());
        byte[] first = position();
        output.close();
        for (int torn = 0; torn < 60; torn++) {
            byte[] mixed = new byte[first.length];
            System.arraycopy(first, 0, mixed, 0, torn);
            crashState(new byte[0], mixed);
            try (Output again = opened(Map.of())) {
                assertThat(again.committed(STREAM)).isEmpty();
            }
        }
    }

    @Test
    void refusesAPositionThatDoesNotCheckOut() throws Exception {
        Output output = opened(Map.of());
        output.write(batch(1, "one"));
        output.close();
        byte[] garbage = position();
        Arrays.fill(garbage, (byte) 7);
        crashState(data(), garbage);
        assertThatThrownBy(() -> opened(Map.of())).hasFieldOrPropertyWithValue("kind", ErrorKind.CORRUPT);
    }

    @Test
    void keepsWhatOthersAppendedAfterAnOrderlyEnd() throws Exception {
        Output output = opened(Map.of());
        output.write(batch(1, "one"));
        output.close();
        Files.writeString(folder.resolve("out"), "not ours", StandardOpenOption.APPEND);
        try (Output again = opened(Map.of())) {
            again.write(batch(2, "two"));
            Files.writeString(folder.resolve("out"), "neither\n", StandardOpenOption.APPEND);
            again.write(batch(3, "three"));
        }
        assertThat(text("out")).isEqualTo("one\nnot ours\ntwo\nneither\nthree\n");
    }

    @Test
    void refusesToCutOffMoreThanACrashCanLeave() throws Exception {
        Output output = opened(Map.of());
        output.write(batch(1, "one"));
        byte[] position = position();
        output.close();
        crashState(new byte[(int) FileOutput.RESERVE_BYTES + 5], position);
        assertThatThrownBy(() -> opened(Map.of())).hasFieldOrPropertyWithValue("kind", ErrorKind.CONFLICT)
                .hasMessageContaining("move it away");
    }

    @Test
    void refusesASecondWriter() throws Exception {
        try (Output first = opened(Map.of())) {
            first.write(batch(1, "one"));
            TestContext other = TestContext.of(folder.resolve("other"), clock);
            Output second = plugin.create(options(Map.of()), other);
            assertThatThrownBy(second::open).hasFieldOrPropertyWithValue("code", "file.conflict");
            second.close();
        }
    }

    @Test
    void makesANewFileWhenTheOldOneWasMovedAway() throws Exception {
        try (Output output = opened(Map.of())) {
            output.write(batch(1, "one"));
            Files.move(folder.resolve("out"), folder.resolve("moved"));
            output.write(batch(2, "two"));
            Files.delete(folder.resolve("out"));
            output.write(batch(3, "three"));
        }
        assertThat(text("moved")).isEqualTo("one\n");
        assertThat(text("out")).isEqualTo("three\n");
    }

    @Test
    void rotatesBySizeAndKeepsTheNewest() throws Exception {
        for (int seq = 1; seq <= 6; seq++) {
            try (Output output = opened(Map.of("rotate-size", "10B", "keep", 2))) {
                output.write(batch(seq, "line " + seq));
            }
        }
        assertThat(text("out")).isEqualTo("line 6\n");
        assertThat(text("out.5")).isEqualTo("line 5\n");
        assertThat(text("out.4")).isEqualTo("line 4\n");
        assertThat(folder.resolve("out.3")).doesNotExist();
    }

    @Test
    void goesOnAfterACrashInTheMiddleOfARotation() throws Exception {
        Map<String, Object> options = Map.of("rotate-size", "10B");
        opened(options).write(batch(1, "line 1"));
        byte[] position = position();
        Files.move(folder.resolve("out"), folder.resolve("out.1"));
        Files.write(folder.resolve("node/position"), position);
        try (Output output = opened(options)) {
            assertThat(output.committed(STREAM)).hasValue(1);
            output.write(batch(2, "line 2"));
            output.write(batch(3, "line 3"));
        }
        assertThat(List.of(text("out.1"), text("out.2"), text("out"))).containsExactly("line 1\n", "line 2\n", "line 3\n");
    }

    @Test
    void rotatesByAgeAndByTheTimeInItsPath() throws Exception {
        try (Output output = opened(Map.of("path", folder + "/%Y/%m-%d.txt", "rotate-interval", "5s"))) {
            output.write(batch(1, "one"));
            clock.advance(Duration.ofSeconds(4));
            output.write(batch(2, "two"));
            clock.advance(Duration.ofSeconds(2));
            output.write(batch(3, "three"));
            clock.advance(Duration.ofSeconds(10));
            output.write(batch(4, "four"));
        }
        assertThat(text("2026/01-31.txt.1")).isEqualTo("one\ntwo\n");
        assertThat(text("2026/01-31.txt")).isEqualTo("three\n");
        assertThat(text("2026/02-01.txt")).isEqualTo("four\n");
    }

    @Test
    void compressesSoThatTheFileCanBeReadAtAnyTime() throws Exception {
        try (Output output = opened(Map.of("compression", "gzip"))) {
            output.write(batch(1, "one"));
            output.write(batch(2, "two"));
            try (GZIPInputStream in = new GZIPInputStream(Files.newInputStream(folder.resolve("out")))) {
                assertThat(in.readAllBytes()).asString().isEqualTo("one\ntwo\n");
            }
        }
    }

    @Test
    void writesCsvWithAHeaderInEachFile() throws Exception {
        Event event = Record.of(Instant.EPOCH, Fields.builder().set("a", "x, \"y\"").set("b", 2L).build());
        Map<String, Object> options = Map.of("format", "csv", "columns", List.of("b", "a", "none"), "rotate-size", "20B");
        try (Output output = opened(options)) {
            output.write(new Batch(new BatchId(STREAM, 1), List.of(event)));
            output.write(new Batch(new BatchId(STREAM, 2), List.of(event)));
        }
        assertThat(text("out.1")).isEqualTo("b,a,none\n2,\"x, \"\"y\"\"\",\n");
        assertThat(text("out")).isEqualTo(text("out.1"));
    }

    @Test
    void writesTheRestWhenAnEventHasNoRawText() throws Exception {
        Event odd = Record.of(Instant.EPOCH, Fields.of("a", 1L));
        try (Output output = opened(Map.of())) {
            Batch batch = new Batch(new BatchId(STREAM, 1), List.of(raw("one"), odd, raw("two")));
            assertThatThrownBy(() -> output.write(batch)).isInstanceOfSatisfying(RejectedEvents.class,
                    e -> assertThat(e.reasons()).containsOnlyKeys(1));
            assertThat(output.committed(STREAM)).hasValue(1);
        }
        assertThat(text("out")).isEqualTo("one\ntwo\n");
    }

    @Test
    void writesJsonTextAndLogfmt() throws Exception {
        Event event = Record.of(Instant.EPOCH, Fields.of("a", 1L));
        for (String format : List.of("json", "text", "logfmt")) {
            try (Output output = opened(Map.of("format", format))) {
                output.write(new Batch(new BatchId(format, 1), List.of(event)));
            }
        }
        assertThat(text("out")).isEqualTo("{\"a\":1}\n1970-01-01T00:00:00Z a=1\na=1\n");
    }

    @Test
    void saysWhyItCannotWriteAndToTryAgain() throws Exception {
        Files.createDirectories(folder.resolve("taken"));
        Output output = plugin.create(options(Map.of("path", folder + "/taken")), TestContext.of(folder, clock));
        assertThatThrownBy(output::open).hasFieldOrPropertyWithValue("kind", ErrorKind.RETRY).hasMessageContaining("taken");
        Files.delete(folder.resolve("taken"));
        output.open();
        output.write(batch(1, "one"));
        output.close();
        assertThat(text("taken")).isEqualTo("one\n");
    }

    @Test
    void passesAnInterruptOnAndLosesNothing() throws Exception {
        Output output = opened(Map.of());
        output.write(batch(1, "one"));
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> output.write(batch(2, "two"))).isInstanceOf(InterruptedException.class);
        output.open();
        output.write(batch(2, "two"));
        output.close();
        output.close();
        assertThat(text("out")).isEqualTo("one\ntwo\n");
    }

    @Test
    void refusesOptionsThatMakeNoSense() {
        assertThat(Plugins.problems(plugin, Map.of("path", "a-%Q.log", "columns", "a", "keep", 3)))
                .extracting(problem -> problem.code()).containsExactlyInAnyOrder("file.path", "file.columns", "file.keep");
        assertThat(Plugins.problems(plugin, Map.of("path", "folder/"))).hasSize(1);
        assertThat(Plugins.problems(plugin, Map.of("path", "a", "format", "csv"))).hasSize(1);
    }

    private FileOutputOptions options(Map<String, Object> written) {
        Map<String, Object> all = new HashMap<>(Map.of("path", folder + "/out", "format", "raw", "sync", "none"));
        all.putAll(written);
        return Plugins.options(plugin, all);
    }

    private Output opened(Map<String, Object> written) throws Exception {
        Output output = plugin.create(options(written), TestContext.of(folder, clock));
        output.open();
        return output;
    }

    /** The inode stays, as it does in a crash. */
    private void crashState(byte[] data, byte[] position) throws IOException {
        Files.write(folder.resolve("out"), data);
        Files.write(folder.resolve("node/position"), position);
    }

    private byte[] data() throws IOException {
        return Files.readAllBytes(folder.resolve("out"));
    }

    private byte[] position() throws IOException {
        return Files.readAllBytes(folder.resolve("node/position"));
    }

    private String text(String name) throws IOException {
        return Files.readString(folder.resolve(name));
    }

    private static Batch batch(long seq, String... lines) {
        return new Batch(new BatchId(STREAM, seq), Arrays.stream(lines).map(FileOutputTest::raw).toList());
    }

    private static Event raw(String text) {
        return Record.raw(Instant.EPOCH, text);
    }
}
