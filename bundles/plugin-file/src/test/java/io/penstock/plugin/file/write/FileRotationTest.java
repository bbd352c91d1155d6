package io.penstock.plugin.file.write;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.core.batch.Batch;
import io.penstock.core.batch.BatchId;
import io.penstock.core.event.Event;
import io.penstock.core.event.Fields;
import io.penstock.core.event.Record;
import io.penstock.core.plugin.Output;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FileRotationTest extends FileOutputSetup {
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
}
