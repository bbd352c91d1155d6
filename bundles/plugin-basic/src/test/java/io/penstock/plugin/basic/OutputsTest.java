package io.penstock.plugin.basic;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penstock.core.batch.Batch;
import io.penstock.core.batch.BatchId;
import io.penstock.core.event.Event;
import io.penstock.core.event.Fields;
import io.penstock.core.event.Record;
import io.penstock.core.plugin.Output;
import io.penstock.core.time.ManualClock;
import io.penstock.testing.Plugins;
import io.penstock.testing.TestContext;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OutputsTest {
    private static final Event EVENT = Record.of(Instant.EPOCH, Fields.builder().set("a", 1L).set("b", "ü").build());

    @Test
    void consoleWritesABatchWithOneWriteAndOneFlush() {
        CountingStream stream = new CountingStream();
        new ConsoleOutput(LineFormat.JSON, stream).write(batch(EVENT, EVENT));
        assertThat(stream.toString(UTF_8)).isEqualTo("{\"a\":1,\"b\":\"ü\"}\n{\"a\":1,\"b\":\"ü\"}\n");
        assertThat(stream.writes).isEqualTo(1);
        assertThat(stream.flushes).isEqualTo(1);
    }

    @Test
    void consoleWritesTextAndLogfmt() {
        CountingStream stream = new CountingStream();
        new ConsoleOutput(LineFormat.TEXT, stream).write(batch(EVENT, Record.raw(Instant.EPOCH, "as it is")));
        new ConsoleOutput(LineFormat.LOGFMT, stream).write(batch(EVENT));
        assertThat(stream.toString(UTF_8)).isEqualTo("1970-01-01T00:00:00Z a=1 b=ü\nas it is\na=1 b=ü\n");
    }

    @Test
    void consoleSaysWhenNobodyReads() {
        OutputStream broken = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException("Broken pipe");
            }
        };
        ConsoleOutput output = new ConsoleOutput(LineFormat.JSON, broken);
        assertThatThrownBy(() -> output.write(batch(EVENT))).hasMessageContaining("Broken pipe")
                .hasFieldOrPropertyWithValue("code", "console.closed");
    }

    @Test
    void consoleTakesItsFormatAsShorthand() {
        ConsolePlugin plugin = new ConsolePlugin();
        assertThat(Plugins.options(plugin, "logfmt")).isEqualTo(new ConsoleOptions(LineFormat.LOGFMT, ConsoleTarget.STDOUT));
        assertThat(Plugins.problems(plugin, Map.of("target", "stdput")).get(0).message()).contains("stdout");
    }

    @Test
    void discardCounts() throws Exception {
        DiscardOutput output = new DiscardOutput(Duration.ZERO, new ManualClock(Instant.EPOCH));
        output.write(batch(EVENT, EVENT));
        assertThat(output.events()).isEqualTo(2);
    }

    @Test
    void slowDiscardEndsItsWriteWhenClosed() {
        DiscardPlugin plugin = new DiscardPlugin();
        Output output = plugin.create(Plugins.options(plugin, Map.of("latency", "1h")),
                TestContext.of(Path.of("unused"), new ManualClock(Instant.EPOCH)));
        output.close();
        assertThatThrownBy(() -> output.write(batch(EVENT))).hasFieldOrPropertyWithValue("code", "discard.closed");
    }

    private static Batch batch(Event... events) {
        return new Batch(new BatchId("s", 1), List.of(events));
    }

    private static final class CountingStream extends ByteArrayOutputStream {
        private int writes;
        private int flushes;

        @Override
        public void write(byte[] bytes) {
            writes++;
            writeBytes(bytes);
        }

        @Override
        public void flush() {
            flushes++;
        }
    }
}
