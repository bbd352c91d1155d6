package io.penstock.plugin.transform.parse;

import static io.penstock.plugin.transform.Transforms.NOON;
import static io.penstock.plugin.transform.Transforms.make;
import static io.penstock.plugin.transform.Transforms.raw;
import static io.penstock.plugin.transform.Transforms.record;
import static io.penstock.plugin.transform.Transforms.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penstock.core.event.Event;
import io.penstock.core.event.Null;
import io.penstock.core.options.OptionProblem;
import io.penstock.core.plugin.Transform;
import io.penstock.core.time.ManualClock;
import io.penstock.plugin.transform.Transforms;
import io.penstock.testing.Plugins;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CsvPluginTest {
    @TempDir
    Path folder;

    private static List<Event> read(Map<String, ?> options, String... texts) {
        Transform csv = make(new CsvPlugin(), options);
        return run(csv, Stream.of(texts).map(Transforms::raw).toArray(Event[]::new));
    }

    @Test
    void namesValuesByTheGivenColumnsWithTheirTypes() {
        assertThat(read(Map.of("columns", List.of("host", "", "load"), "types", Map.of("load", "float"), "remove", true),
                "a,skipped,0.5", "b,x,")).containsExactly(
                record("host", "a", "load", 0.5), record("host", "b", "load", Null.NULL));
    }

    @Test
    void readsQuotesAsRfc4180Says() {
        assertThat(read(Map.of("columns", List.of("a", "b", "c"), "remove", true),
                "\"x,\"\"y\"\"\nz\",,\"\"\r\n1,2,3\n\n")).containsExactly(
                record("a", "x,\"y\"\nz", "b", "", "c", ""), record("a", "1", "b", "2", "c", "3"));
    }

    @Test
    void refusesBrokenQuotesAndWrongNumbersOfValues() {
        Map<String, Object> columns = Map.of("columns", List.of("a", "b"));
        assertThatThrownBy(() -> read(columns, "1,\"2")).hasMessageContaining("never closed").hasMessageContaining("3");
        assertThatThrownBy(() -> read(columns, "\"1\"x,2")).hasMessageContaining("closing quote");
        assertThatThrownBy(() -> read(columns, "1,2,3")).hasMessageContaining("2 values (a, b), but found 3");
    }

    @Test
    void fitsRecordsOfOtherLengthsWhenAsked() {
        assertThat(read(Map.of("columns", List.of("a", "b"), "on-mismatch", "fit", "remove", true), "1", "1,2,3"))
                .containsExactly(record("a", "1"), record("a", "1", "b", "2", "column_3", "3"));
    }

    @Test
    void readsTheHeaderOfEachText() {
        assertThat(read(Map.of("header", "each", "delimiter", "tab", "remove", true), "a\tb\n1\t2\n3\t4", "b\n5"))
                .containsExactly(record("a", "1", "b", "2"), record("a", "3", "b", "4"), record("b", "5"));
    }

    @Test
    void keepsTheFirstHeaderOverARestartAndDropsItWhereItComesAgain() {
        Map<String, Object> options = Map.of("header", "first", "remove", true);
        Transform before = make(new CsvPlugin(), options, new ManualClock(NOON), folder);
        assertThat(run(before, raw("a,b"), raw("1,2"))).containsExactly(record("a", "1", "b", "2"));
        Transform after = make(new CsvPlugin(), options, new ManualClock(NOON), folder);
        assertThat(run(after, raw("3,4"), raw("a,b"))).containsExactly(record("a", "3", "b", "4"));
    }

    @Test
    void refusesOptionsThatCannotWork() {
        assertThat(Plugins.problems(new CsvPlugin(), Map.of("delimiter", "ab", "quote", "")))
                .extracting(OptionProblem::code).containsExactly("csv.columns", "csv.delimiter", "csv.quote-char");
        assertThat(Plugins.problems(new CsvPlugin(), Map.of("columns", "a", "types", Map.of("b", "int"))))
                .extracting(OptionProblem::code).containsExactly("csv.unknown-column");
    }
}
