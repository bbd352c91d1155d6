package io.penstock.plugin.transform.parse;

import static io.penstock.plugin.transform.Transforms.cpu;
import static io.penstock.plugin.transform.Transforms.make;
import static io.penstock.plugin.transform.Transforms.raw;
import static io.penstock.plugin.transform.Transforms.record;
import static io.penstock.plugin.transform.Transforms.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penstock.core.event.Event;
import io.penstock.core.event.Fields;
import io.penstock.core.options.OptionProblem;
import io.penstock.core.plugin.Transform;
import io.penstock.testing.Plugins;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ExtractPluginTest {
    private static final String LINE = "1.2.3.4 GET /a 503";

    @Test
    void setsAFieldForEachNamedGroupWithItsType() {
        Transform extract = make(new ExtractPlugin(), Map.of("types", Map.of("status", "int"),
                "pattern", "(?<ip>\\S+) (?:GET|POST) (?<path>\\S+) (?<status>\\d+)"));
        assertThat(run(extract, raw(LINE)))
                .containsExactly(record("_raw", LINE, "ip", "1.2.3.4", "path", "/a", "status", 503L));
    }

    @Test
    void namesGroupsByOutputFieldsAndRemovesTheInput() {
        assertThat(run(make(new ExtractPlugin(), Map.of("input-field", "line", "remove", true,
                "pattern", "load average: (\\S+), (\\S+)", "output-fields", List.of("m1", "m5"))),
                record("line", "up 1 day, load average: 0.5, 0.25", "x", 1L)))
                .containsExactly(record("x", 1L, "m1", "0.5", "m5", "0.25"));
    }

    @Test
    void leavesOutGroupsThatTookNoPartInTheMatch() {
        assertThat(run(make(new ExtractPlugin(), "(?<a>a)|(?<b>b)"), raw("b"))).containsExactly(record("_raw", "b", "b", "b"));
    }

    @Test
    void replacesTheInputFieldByAGroupOfThatName() {
        assertThat(run(make(new ExtractPlugin(), Map.of("pattern", "<(.*)>", "output-fields", "_raw", "remove", true)),
                raw("<x>"))).containsExactly(raw("x"));
    }

    @Test
    void readsAndSetsAttributesOfMeasurements() {
        Event event = cpu(1).withAttributes(Fields.of("disk", "sda1"));
        assertThat(run(make(new ExtractPlugin(), Map.of("input-field", "attributes.disk", "pattern", "([a-z]+)\\d",
                "output-fields", "attributes.device")), event)).containsExactly(
                cpu(1).withAttributes(Fields.builder().set("disk", "sda1").set("device", "sda").build()));
    }

    @Test
    void refusesOrPassesWhatDoesNotMatch() {
        assertThatThrownBy(() -> run(make(new ExtractPlugin(), "(?<a>z)"), raw(LINE)))
                .hasMessageContaining("\"_raw\"").hasMessageContaining("(?<a>z)").hasMessageContaining(LINE);
        assertThatThrownBy(() -> run(make(new ExtractPlugin(), "(?<a>z)"), record("_raw", 7L)))
                .hasMessageContaining("the int 7");
        assertThat(run(make(new ExtractPlugin(), Map.of("pattern", "(?<a>z)", "on-no-match", "pass")), raw(LINE), record()))
                .containsExactly(raw(LINE), record());
    }

    @Test
    void refusesAnInputThatWouldMakeThePatternBacktrackForEver() {
        Transform extract = make(new ExtractPlugin(), "^(?<a>(x+x+)+)y$");
        assertThatThrownBy(() -> run(extract, raw("x".repeat(200)))).hasMessageContaining("(x+x+)+")
                .hasMessageContaining("210000 steps");
        assertThat(run(extract, raw("xxxxy"))).hasSize(1);
    }

    @Test
    void refusesAnInputThatNestsThePatternTooDeeply() {
        Transform extract = make(new ExtractPlugin(), "(?<a>(a|b)*)c");
        assertThatThrownBy(() -> run(extract, raw("ab".repeat(500_000)))).hasMessageContaining("(a|b)*");
    }

    @Test
    void refusesPatternsAndNamesThatDoNotGoTogether() {
        assertThat(codes(Map.of("pattern", "(a"))).containsExactly("options.pattern");
        assertThat(codes(Map.of("pattern", "a(b)"))).containsExactly("extract.no-group");
        assertThat(codes(Map.of("pattern", "(?x)(?<a>b) # (c")))
                .containsExactly("extract.group-names");
        assertThat(codes(Map.of("pattern", "a(b)", "output-fields", List.of("x", "y")))).containsExactly("extract.groups");
        assertThat(codes(Map.of("pattern", "(?<a>b)", "types", Map.of("c", "int"))))
                .containsExactly("extract.unknown-field");
    }

    private static List<String> codes(Map<String, ?> written) {
        return Plugins.problems(new ExtractPlugin(), written).stream().map(OptionProblem::code).toList();
    }
}
