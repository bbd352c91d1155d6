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
import io.penstock.testing.Plugins;
import io.penstock.testing.TestContext;
import java.nio.file.Files;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

class FileOutputTest extends FileOutputSetup {
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
}
