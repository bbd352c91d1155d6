package io.penstock.pipes.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SpecVersion;
import io.penstock.core.error.PenstockException;
import io.penstock.pipes.lang.SamplePlugins;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;

class PipeToolTest {
    private final PipeTool tool = new PipeTool(SamplePlugins.all(), Map.of(), "agent-1", Path.of("/data"));

    private static String sample(String name) throws IOException {
        try (InputStream in = PipeToolTest.class.getResourceAsStream("/pipes/" + name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private JsonSchema schema() {
        return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(tool.schema());
    }

    @Test
    void theSchemaIsAJsonSchema() {
        JsonSchema meta = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                .getSchema(SchemaLocation.of("https://json-schema.org/draft/2020-12/schema"));
        assertThat(meta.validate(tool.schema(), InputFormat.JSON)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"long.yaml", "short.yaml", "whole.json"})
    void theSchemaAcceptsWhatLintAccepts(String name) throws IOException {
        assertThat(tool.lint(sample(name), name)).isEmpty();
        assertThat(schema().validate(sample(name), InputFormat.YAML)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"nam: x", "input: {tick: {commnd: x}}", "input: {lines: {start: beginning, max-line-bytes: 5}}",
        "outputs: {a: {keep: {}, batch: {max-events: 0}}}", "steps: [{fliter: x}]", "steps: [{filter: x, on-error: ignore}]",
        "input: {lines: {start: begining}}", "steps: x", "output: nowhere"})
    void theSchemaRefusesWhatLintRefuses(String text) {
        assertThat(schema().validate(text, InputFormat.YAML)).isNotEmpty();
        assertThat(tool.lint(text, "p")).isNotEmpty();
    }

    @Test
    void rendersFindingsAsOneLine() {
        assertThat(tool.lint("input: tick\noutput: {kep: {}}", "a.yaml")).hasToString("[a.yaml:2:10: error plugin.missing "
                + "there is no output plugin \"kep\" (did you mean \"keep\"?)]");
    }

    @Test
    void drawsThePipe() throws IOException {
        String text = sample("long.yaml");
        assertThat(tool.graph(text, "p", GraphFormat.MERMAID)).startsWith("flowchart LR\n").contains(
                "  n0([\"access<br/>lines\"])\n", "  n0 --> n2\n", "  n3 -->|rest| n4\n", "[(\"alerts<br/>keep\")]");
        assertThat(tool.graph(text, "p", GraphFormat.DOT)).startsWith("digraph \"web-errors\" {").contains(
                "\"split\" -> \"alerts\" [label=\"errors\"];");
        assertThat(tool.graph(text, "p", GraphFormat.JSON)).contains(
                "{\"from\":\"split\",\"port\":\"rest\",\"to\":\"per_minute\"}");
    }

    @Test
    void refusesToDrawABrokenPipe() {
        assertThatThrownBy(() -> tool.graph("x: 1", "p", GraphFormat.DOT)).isInstanceOf(PenstockException.class)
                .hasMessageContaining("p:1:1: error pipe.unknown-key");
    }

    @Test
    void runsTheTestsAPipeCarries() throws IOException {
        TestReport report = tool.test(sample("long.yaml"), "long.yaml");
        assertThat(report.text()).contains("ok    long.yaml:40: a 503 is routed to alerts")
                .contains("2 tests, 0 failed; 6 of 7 nodes covered; not health");
        assertThat(report.passed()).isTrue();
    }

    @Test
    void saysWhatATestFoundInstead() {
        TestReport report = tool.test("""
                name: t
                input: tick
                steps: [{set: {b: "a + 1"}}, {filter: b > 1}]
                output: keep
                tests:
                  - name: wrong & <odd>
                    feed: {input: [{a: 1}, {a: 0}, {c: 1}]}
                    expect: {output: [{b: 3}]}
                  - name: too few
                    feed: {input: [{a: 1}]}
                    expect: {output: {count: 2}}
                  - name: exact
                    feed: {input: [{a: 1}]}
                    expect: {output: {events: [{b: 2}], exact: true}}
                """, "t.yaml");
        assertThat(report.passed()).isFalse();
        assertThat(report.results().get(0).problems()).containsExactly(
                "line 8: event 1 at \"output\": expected b to be 3, but found 2; the event is {\"a\":1,\"b\":2}",
                "a step failed: set: the event has no field \"a\", in the expression: a + 1");
        assertThat(report.results().get(1).problems()).containsExactly(
                "line 11: expected 2 events at \"output\", but found 1:\n    {\"a\":1,\"b\":2}");
        assertThat(report.results().get(2).problems().get(0)).contains("did not expect the field a");
    }

    @Test
    void writesJUnitXml() throws Exception {
        TestReport report = tool.test("{name: t, input: tick, output: keep, tests: [{name: \"a <&> b\\u0001\", feed: {input: [x]}, "
                + "expect: {output: {count: 2}}}]}", "t.yaml");
        Document xml = DocumentBuilderFactory.newInstance().newDocumentBuilder()
                .parse(new InputSource(new StringReader(report.junitXml())));
        assertThat(xml.getDocumentElement().getAttribute("failures")).isEqualTo("1");
        assertThat(xml.getElementsByTagName("failure").item(0).getTextContent()).contains("expected 2 events");
        assertThat(xml.getElementsByTagName("testcase").item(0).getAttributes().getNamedItem("name").getNodeValue())
                .isEqualTo("a <&> b?");
    }

    @Test
    void aPipeWithoutTestsHasNotPassed() {
        assertThat(tool.test("{input: tick, output: keep}", "t").passed()).isFalse();
    }

    @Test
    void finishesAndLetsTimeGoBy() {
        TestReport report = tool.test("""
                {input: tick, steps: [count: 1m], output: keep, tests: [
                 {feed: [{input: [a, b]}, {advance: 59s}], expect: {output: {count: 0}}},
                 {feed: [{input: [a, b]}, {advance: 59s}, {finish: true}], expect: {output: [{count: 2}]}},
                 {feed: [{input: [a]}, {advance: 30s}, {input: b}, {advance: 2m}, {input: c}, {advance: 1m}],
                  expect: {output: [{count: 2}, {count: 1}]}}]}
                """, "t");
        assertThat(report.text()).contains("3 tests, 0 failed");
    }

    @Test
    void tracesEveryEventThroughEveryNode() {
        List<TraceStep> steps = new ArrayList<>();
        tool.trace("{input: tick, steps: [set: {n: 'size(_raw)'}, filter: n > 2, count: 1m], output: keep}", "p",
                Optional.empty(), List.of("abc", "a", Map.of("x", 1)), steps::add);
        assertThat(steps).extracting(step -> step.node() + " " + step.outcome().split(":")[0]).containsExactly(
                "input read", "set emitted", "filter emitted", "count held", "input read", "set emitted", "filter filtered",
                "input read", "set failed, dead letter", "count emitted");
        assertThat(steps.get(1).toString()).startsWith("set (set) emitted in ").contains("-> {\"_raw\":\"abc\",\"n\":3}");
    }

    @Test
    void tellsTheNextRuns() throws IOException {
        Map<String, List<Instant>> runs = tool.nextRuns(sample("long.yaml"), "p", Instant.parse("2026-01-01T00:00:00Z"), 3);
        assertThat(runs).containsOnlyKeys("health");
        assertThat(runs.get("health")).hasToString("[2026-01-01T00:00:00Z, 2026-01-01T00:01:00Z, 2026-01-01T00:02:00Z]");
    }

    @Test
    void outlinesWhatAPipeSaysOfItself() {
        PipeOutline outline = new PipeTool(List.of(), Map.of(), "a", Path.of("data")).outline("name: count\nlabels: {team: red}\n"
                + "params:\n  most: {type: int, required: true}\n  path: /tmp\ninput: {file: {path: \"{{ path }}\"}}\n"
                + "output: {stdout: {limit: \"{{ most }}\"}}\n", "p.yaml");

        assertThat(outline.name()).isEqualTo("count");
        assertThat(outline.labels()).containsEntry("team", "red");
        assertThat(outline.params()).containsExactly(new PipeOutline.Param("most", "int", true, false),
                new PipeOutline.Param("path", "string", false, true));
        assertThat(outline.plugins()).containsExactly("file", "stdout");
    }
}
