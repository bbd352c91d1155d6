package io.penstock.plugin.file.write;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.penstock.core.batch.Batch;
import io.penstock.core.batch.BatchId;
import io.penstock.core.error.ErrorKind;
import io.penstock.core.error.PenstockException;
import io.penstock.core.event.Entity;
import io.penstock.core.event.Event;
import io.penstock.core.event.Fields;
import io.penstock.core.event.Measurement;
import io.penstock.core.event.Null;
import io.penstock.core.event.Record;
import io.penstock.core.event.Unsigned;
import io.penstock.core.plugin.Output;
import io.penstock.core.plugin.RejectedEvents;
import io.penstock.core.time.ManualClock;
import io.penstock.testing.Plugins;
import io.penstock.testing.TestContext;
import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CsvOutputTest {
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05.006007008Z");
    private static final String PLAIN_HEADER =
            "metric;timestamp;value;resource_kind;resource_id;consumer_kind;consumer_id;__late_attributes\n";

    @TempDir
    private Path folder;
    private final CsvOutputPlugin plugin = new CsvOutputPlugin();

    private Output opened(Object... namesAndValues) throws Exception {
        Map<String, Object> options = new HashMap<>(Map.of("path", folder.resolve("out.csv").toString()));
        for (int i = 0; i < namesAndValues.length; i += 2) {
            options.put((String) namesAndValues[i], namesAndValues[i + 1]);
        }
        Output output = plugin.create(Plugins.options(plugin, options), TestContext.of(folder, new ManualClock(NOW)));
        output.open();
        return output;
    }

    private static Batch batch(long seq, Event... events) {
        return new Batch(new BatchId("s", seq), List.of(events));
    }

    private static Measurement point(Number value, Fields attributes) {
        return new Measurement("m", NOW, value, "1", new Entity("disk", "sda"), Entity.LOCAL_MACHINE, attributes);
    }

    private String text() throws Exception {
        return Files.readString(folder.resolve("out.csv"));
    }

    @Test
    void writesAlumetsLayout() throws Exception {
        try (Output output = opened()) {
            output.write(batch(1, new Measurement("memory_used", NOW, Unsigned.of(7), "By", Entity.LOCAL_MACHINE,
                    new Entity("process", "15"), Fields.builder().set("b", true).set("a", "x;\"y\"\n").build()),
                    point(0.5, Fields.of("b", Null.NULL))));
            output.write(batch(2, point(1.0, Fields.builder().set("new", "a=b").set("b", 3L).set("n2", "c,d").build())));
        }
        assertThat(text()).isEqualTo("""
                metric;timestamp;value;resource_kind;resource_id;consumer_kind;consumer_id;a;b;__late_attributes
                memory_used_By;2026-01-02T03:04:05.006007008Z;7;local_machine;;process;15;"x;""y""\n";true;
                m;2026-01-02T03:04:05.006007008Z;0.5;disk;sda;local_machine;;;;
                m;2026-01-02T03:04:05.006007008Z;1.0;disk;sda;local_machine;;;3;new=a\\=b, n2=c,d
                """);
    }

    @Test
    void keepsTheColumnsOfAFileOverARestartAndChoosesThemAnewForTheNext() throws Exception {
        for (String compression : List.of("none", "gzip")) {
            try (Output output = opened("compression", compression)) {
                output.write(batch(1, point(1.0, Fields.of("a", "1"))));
            }
            try (Output output = opened("compression", compression, "rotate-size", "400B")) {
                output.write(batch(2, point(2.0, Fields.of("b", "2").with("a", "1"))));
                Measurement[] many = new Measurement[30];
                Arrays.setAll(many, i -> point((double) i, Fields.of("b", Integer.toString(i * 7919))));
                output.write(batch(3, many));
                output.write(batch(4, many));
            }
            assertThat(content("out.csv.1", compression)).startsWith(PLAIN_HEADER.replace("__late", "a;__late"))
                    .endsWith(";1;b=2\n");
            assertThat(content("out.csv", compression)).startsWith(PLAIN_HEADER.replace("__late", "b;__late"));
            for (String name : List.of("out.csv", "out.csv.1", "out.csv.2", "node/position")) {
                Files.deleteIfExists(folder.resolve(name));
            }
        }
    }

    private String content(String name, String compression) throws Exception {
        byte[] bytes = Files.readAllBytes(folder.resolve(name));
        return new String(compression.equals("none") ? bytes
                : new GZIPInputStream(new ByteArrayInputStream(bytes)).readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
    }

    @Test
    void hasEachBatchOnceWhereverItWasTorn() throws Exception {
        Path file = folder.resolve("out.csv");
        Path position = folder.resolve("node/position");
        Output output = opened("sync", "none");
        byte[] positionBefore = Files.readAllBytes(position);
        output.write(batch(1, point(1.0, Fields.of("a", "1"))));
        byte[] positionAfter = Files.readAllBytes(position);
        int whole = (int) Files.size(file);
        output.write(batch(2, point(2.0, Fields.of("a", "2"))));
        byte[] all = Files.readAllBytes(file);
        output.close();
        for (int torn = 0; torn <= all.length; torn++) {
            boolean second = torn >= whole;
            Files.write(file, Arrays.copyOf(all, torn));
            Files.write(position, second ? positionAfter : positionBefore);
            try (Output again = opened("sync", "none")) {
                assertThat(again.committed("s").isPresent()).isEqualTo(second);
                if (!second) {
                    again.write(batch(1, point(1.0, Fields.of("a", "1"))));
                }
                again.write(batch(2, point(2.0, Fields.of("a", "2"))));
            }
            assertThat(Files.readAllBytes(file)).as("torn at %d", torn).isEqualTo(all);
        }
    }

    @Test
    void writesEveryNumberAndTimeExactlyOrRefusesIt() throws Exception {
        Instant first = Instant.parse("0000-01-01T00:00:00Z");
        Instant last = Instant.parse("9999-12-31T23:59:59.999999999Z");
        List<Number> numbers = List.of(Unsigned.MAX, Unsigned.of(0), -0.0, Double.NaN, Double.POSITIVE_INFINITY,
                Double.NEGATIVE_INFINITY, Double.MIN_VALUE, 1e300);
        try (Output output = opened()) {
            output.write(batch(1, numbers.stream().map(number -> Measurement.of("m", Instant.EPOCH.minusNanos(1), number, "1"))
                    .toArray(Event[]::new)));
            RejectedEvents refused = catchThrowableOfType(RejectedEvents.class, () -> output.write(batch(2,
                    Measurement.of("m", first, 1.0, "1"), Measurement.of("m", last, 1.0, "1"),
                    Measurement.of("m", first.minusNanos(1), 1.0, "1"), Measurement.of("m", last.plusNanos(1), 1.0, "1"),
                    Measurement.of("half\ud800", NOW, 1.0, "1"))));
            assertThat(refused.reasons()).containsOnlyKeys(2, 3, 4);
        }
        List<String[]> rows = text().lines().skip(1).map(line -> line.split(";", -1)).toList();
        assertThat(rows).extracting(row -> row[2]).containsExactly("18446744073709551615", "0", "-0.0", "NaN", "inf", "-inf",
                "4.9E-324", "1.0E300", "1.0", "1.0");
        assertThat(rows).extracting(row -> row[1]).contains("1969-12-31T23:59:59.999999999Z", first.toString(), last.toString());
    }

    @Test
    void readsBackOddNames() throws Exception {
        List<String> odd = List.of("a;b", "\"q\"", "line\nend", "cr\r", "é😀", " blank ", "metric", "=");
        Fields.Builder attributes = Fields.builder();
        odd.forEach(name -> attributes.set(name, name));
        try (Output output = opened("append-unit", false)) {
            output.write(batch(1, new Measurement("odd;\"\n", NOW, 1.0, "By", new Entity("k", "a;b"), Entity.LOCAL_MACHINE,
                    attributes.build())));
        }
        try (Output again = opened()) {
            again.write(batch(2, point(1.0, Fields.of("a;b", "second"))));
        }
        assertThat(text()).contains("\"odd;\"\"\n\"").contains(";\"a;b\";").contains("line\nend=line\nend").contains("metric=metric");
        assertThat(text().lines().reduce((a, b) -> b).orElseThrow()).contains("second").doesNotContain("a;b=");
    }

    @Test
    void takesRecordsThatAreMeasurementsAndOthersByColumns() throws Exception {
        Record measured = Record.of(NOW, Fields.of("metric", "r").with("value", 3L).with("site", "b").with("unit", "W"));
        try (Output output = opened()) {
            RejectedEvents refused = catchThrowableOfType(RejectedEvents.class, () -> output.write(batch(1,
                    Record.raw(NOW, "text"))));
            assertThat(refused.reasons()).containsOnlyKeys(0);
            output.write(batch(2, measured, measured));
            assertThat(catchThrowableOfType(RejectedEvents.class, () -> output.write(batch(3,
                    Record.of(NOW, Fields.of("metric", "r").with("value", Long.MIN_VALUE))))).reasons()).hasSize(1);
        }
        assertThat(text()).isEqualTo(PLAIN_HEADER + "r_W;2026-01-02T03:04:05.006007008Z;3;local_machine;;local_machine;;site=b\n"
                .repeat(2));
        Files.delete(folder.resolve("out.csv"));
        Files.delete(folder.resolve("node/position"));
        try (Output output = opened("columns", List.of("site", "value"), "delimiter", ",")) {
            output.write(batch(1, measured, Record.of(NOW, Fields.of("site", "a,b"))));
        }
        assertThat(text()).isEqualTo("site,value\nb,3\n\"a,b\",\n");
    }

    @Test
    void refusesAFileOfOtherColumns() throws Exception {
        Files.writeString(folder.resolve("out.csv"), "something,else\n");
        try (Output output = opened()) {
            PenstockException other = catchThrowableOfType(PenstockException.class,
                    () -> output.write(batch(1, point(1.0, Fields.EMPTY))));
            assertThat(other.kind()).isEqualTo(ErrorKind.CONFLICT);
            assertThat(other.code()).isEqualTo("csv.header");
        }
    }

    @Test
    void findsOptionsThatMakeNoSense() {
        assertThat(Plugins.problems(plugin, Map.of("path", "a.csv", "delimiter", "ab"))).hasSize(1);
        assertThat(Plugins.problems(plugin, Map.of("path", "a.csv", "delimiter", "\""))).hasSize(1);
        assertThat(Plugins.problems(plugin, Map.of("path", "a.csv", "attributes", List.of("a", "a")))).hasSize(1);
        assertThat(Plugins.problems(plugin, Map.of("path", "a.csv", "attributes", List.of("value")))).hasSize(1);
        assertThat(Plugins.problems(plugin, Map.of("path", "a.csv", "attributes", List.of("a"), "columns", List.of("b")))).hasSize(1);
        assertThat(Plugins.problems(plugin, Map.of("path", "%q.csv"))).hasSize(1);
        assertThat(Plugins.problems(plugin, Map.of("path", "a.csv", "keep", 3))).hasSize(1);
        assertThat(Plugins.problems(plugin, "a.csv")).isEmpty();
    }
}
