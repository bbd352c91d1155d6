package io.penstock.pipes.lang;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.core.value.ByteSize;
import io.penstock.pipes.api.Finding;
import io.penstock.pipes.model.Buffering;
import io.penstock.pipes.model.OnError;
import io.penstock.pipes.model.PipeDefinition;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PipeLanguageTest {
    static final Environment LINT = new Environment(Map.of(), "agent-1", Path.of("/data"), true);

    static String sample(String name) {
        try (InputStream in = PipeLanguageTest.class.getResourceAsStream("/pipes/" + name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static PipeLanguage.Compiled compile(String text) {
        return new PipeLanguage(SamplePlugins.catalog(), LINT).compile(text, "p.yaml");
    }

    private static PipeDefinition definition(String text) {
        PipeLanguage.Compiled compiled = compile(text);
        assertThat(compiled.findings()).isEmpty();
        return compiled.definition().orElseThrow();
    }

    @Test
    void givesAPipeThatDoesNotSayHowMuchMemoryItMayHaveTheRuntimesDefault() {
        Environment small = new Environment(Map.of(), "a", Path.of("/data"), Optional.of(ByteSize.mebibytes(2)), true);
        PipeLanguage language = new PipeLanguage(SamplePlugins.catalog(), small);
        String said = "input: tick\noutput: keep\ndelivery: {max-in-flight: 3MiB}\n";
        assertThat(language.compile("input: tick\noutput: keep\n", "p.yaml").definition().orElseThrow().delivery()
                .maxInFlight()).isEqualTo(ByteSize.mebibytes(2));
        assertThat(language.compile(said, "p.yaml").definition().orElseThrow().delivery().maxInFlight())
                .isEqualTo(ByteSize.mebibytes(3));
    }

    @Test
    void readsTheLongForm() {
        PipeDefinition pipe = definition(sample("long.yaml"));
        assertThat(pipe.name()).isEqualTo("web-errors");
        assertThat(pipe.labels()).containsEntry("team", "web");
        assertThat(pipe.inputs().get(0).plugin().options())
                .isEqualTo(Map.of("paths", List.of("/var/log/access.log"), "start", "checkpoint"));
        assertThat(pipe.inputs().get(1).schedule().orElseThrow().timezone()).hasToString("Europe/Berlin");
        assertThat(pipe.steps()).extracting(PipeDefinition.StepNode::id).containsExactly("clean", "split", "per_minute");
        assertThat(pipe.steps().get(1).from()).hasToString("[clean]");
        assertThat(pipe.steps().get(0).plugin().options()).isEqualTo(Map.of("is_error", "status >= 500"));
        assertThat(pipe.outputs().get(0).plugin().options()).hasToString(
                "{url=http://localhost/param, headers={Authorization=Bearer ${secret:file/alerts#token}}}");
        assertThat(pipe.outputs().get(0).batch().maxEvents()).contains(200);
        assertThat(pipe.outputs().get(0).buffer().type()).isEqualTo(Buffering.Type.DISK);
        assertThat(pipe.outputs().get(1).from()).hasToString("[per_minute, health]");
        assertThat(pipe.deadLetters()).hasToString("100MiB");
        assertThat(compile(sample("long.yaml")).tests()).hasSize(2);
    }

    @Test
    void expandsTheShortForm() {
        PipeDefinition pipe = definition(sample("short.yaml"));
        assertThat(pipe.inputs().get(0).id()).isEqualTo("input");
        assertThat(pipe.inputs().get(0).schedule().orElseThrow().interval().orElseThrow()).hasSeconds(10);
        assertThat(pipe.inputs().get(0).plugin().options()).isEqualTo(Map.of("command", "uptime"));
        assertThat(pipe.steps()).extracting(PipeDefinition.StepNode::id).containsExactly("set", "filter", "filter-2");
        assertThat(pipe.steps().get(2).from()).hasToString("[filter]");
        assertThat(pipe.outputs().get(0).from()).hasToString("[filter-2]");
    }

    @Test
    void takesTheConsoleByItsHotrodName() {
        PipeLanguage.Compiled compiled = compile("{input: tick, output: {write: console}}");
        assertThat(compiled.definition().orElseThrow().outputs().get(0).plugin())
                .isEqualTo(new PipeDefinition.PluginUse("console", "json"));
    }

    @Test
    void readsJson() {
        PipeDefinition pipe = definition(sample("whole.json"));
        assertThat(pipe.inputs().get(0).plugin().options()).isEqualTo(List.of("a.log", "b.log"));
        assertThat(pipe.outputs().get(0).onError()).isEqualTo(OnError.DROP);
        assertThat(pipe.outputs().get(0).buffer().type()).isEqualTo(Buffering.Type.DISK);
    }

    @Test
    void ordersStepsBehindWhatTheyTakeFrom() {
        PipeDefinition pipe = definition("{input: {tick: {}}, steps: [{id: b, from: a, filter: 'true'}, {id: a, from: input, "
                + "filter: 'true'}], output: {keep: {}, from: b}}");
        assertThat(pipe.steps()).extracting(PipeDefinition.StepNode::id).containsExactly("a", "b");
        assertThat(pipe.name()).isEqualTo("p");
    }

    @Test
    void fingerprintsMeaningNotWriting() {
        String print = definition("{name: p, input: {tick: {}}, output: {keep: {}}}").fingerprint();
        assertThat(definition("# a comment\nname: p\ndescription: other\ninput:\n  tick: {}\noutput:\n  keep: {}\n")
                .fingerprint()).isEqualTo(print);
        assertThat(definition("{name: p, input: {tick: {command: x}}, output: {keep: {}}}").fingerprint()).isNotEqualTo(print);
        assertThat(definition("{name: p, input: {tick: {}}, output: {keep: {}, buffer: disk}}").fingerprint())
                .isNotEqualTo(print);
    }

    /** Each line: what is wrong, then line:column, code, and a part of the message. A bar stands for a line end. */
    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '`', value = {
        "a: [1; 1:6; yaml.syntax; not YAML",
        "a: b: c; 1:5; yaml.syntax; not YAML",
        "``; 1:1; yaml.empty; empty",
        "[1, 2]; 1:1; pipe.type; a list",
        "name: x|name: y|input: tick|output: keep; 2:1; yaml.duplicate-key; twice",
        "input: {tick: {command: a, command: b}}|output: keep; 1:28; yaml.duplicate-key; \"command\"",
        "nam: x|input: tick|output: keep; 1:1; pipe.unknown-key; did you mean \"name\"?",
        "input: tick|output: keep|a: &a [*a]; 3:8; yaml.alias; refers to nothing",
        "input: tick|output: keep|---|x: 1; 4:1; yaml.documents; second",
        "input: {tick: {command: on}}|output: keep; 1:25; yaml.trap; write true",
        "input: {tick: {command: 0755}}|output: keep; 1:25; yaml.trap; 0o755",
        "input: {tick: {command: {{ x }}}}|output: keep; 1:26; yaml.key; quotes",
        "input: {tick: {command: '{{ x }}'}}|output: keep; 1:25; param.unknown; no parameter \"x\"",
        "params: {x: 1}|input: tick|output: keep; 1:10; param.unused; nothing uses",
        "params: {x: {type: int, default: a}}|input: {tick: {command: '{{ x }}'}}|output: keep; 1:34; param.value; expects a int",
        "params: {x: {type: wat}}|input: {tick: {command: '{{ x }}'}}|output: keep; 1:20; param.type; duration",
        "secrets: {x: hunter2}|input: {tick: {command: '${secret.x}'}}|output: keep; 1:14; secret.in-clear; where the secret is",
        "input: {tick: {command: '${secret.x}'}}|output: keep; 1:25; secret.unknown; no secret",
        "input: {tick: {commnd: x}}|output: keep; 1:16; options.unknown-key; did you mean \"command\"?",
        "input: {lines: {paths: a, max-line-bytes: 10}}|output: keep; 1:43; options.type; text",
        "input: {lines: {paths: a, start: begining}}|output: keep; 1:34; options.choice; beginning",
        "input: {lines: []}|output: keep; 1:16; lines.no-path; a path",
        "input: {fill: {}}|output: keep; 1:9; plugin.missing; no input plugin",
        "input: {file: a}|output: keep; 1:9; plugin.missing; install bundle plugin-file",
        "input: {lins: a}|output: keep; 1:9; plugin.missing; did you mean \"lines\"?",
        "input: {filter: 'a'}|output: keep; 1:9; plugin.missing; kind transform",
        "input: tick|output: keep|steps: [{filter: 'a > '}]; 3:23; expr.syntax; end of the expression",
        "input: tick|output: keep|steps: [{filter: 1 > \"x\"}]; 3:20; expr.type; does not take",
        "input: tick|output: keep|steps:|- filter: a.matches('(') && true; 4:21; expr.syntax; regular expression",
        "input: tick|output: keep|steps: [{filter: '1 + 1'}]; 3:19; expr.type; expected a bool",
        "input: tick|output: keep|steps: [{route: {a: 'x >'}}]; 3:25; expr.syntax; end",
        "input: tick|output: {keep: {}, from: nowhere}; 2:26; graph.from-unknown; no node",
        "input: tick|steps: [{id: a, from: b, filter: 'x'}, {id: b, from: a, filter: 'x'}]|output: keep; 2:9; graph.cycle; round",
        "input: tick|steps: [{id: a, from: a, filter: 'x'}]|output: keep; 2:9; graph.cycle; a <- a",
        "input: tick|steps: [{filter: 'x'}]|output: {keep: {}, from: input}; 2:9; graph.dead-end; reaches no output",
        "inputs: {a: tick, b: tick}|output: {keep: {}, from: a}; 1:19; graph.dead-end; \"b\"",
        "inputs: {a: tick, b: tick}|output: keep; 2:9; graph.from-missing; several inputs",
        "inputs: {a: tick}|outputs: {a: keep}; 2:11; graph.duplicate-id; another node",
        "inputs: {a b: tick}|output: keep; 1:10; graph.id; letters",
        "input: tick|steps: [{route: {x: 'a'}}]|output: {keep: {}, from: route.y}; 3:26; graph.port-unknown; it has x",
        "input: tick|steps: [{route: {x: 'a'}}]|output: {keep: {}}; 2:9; graph.port-unused; dropped",
        "inputs: {a: {lines: x, schedule: 1s}}|output: keep; 1:34; schedule.not-scheduled; schedule",
        "inputs: {a: {tick: {}, schedule: {cron: '* * 99 * *'}}}|output: keep; 1:41; schedule.invalid; day of month",
        "inputs: {a: {tick: {}, schedule: {crn: x}}}|output: keep; 1:35; options.unknown-key; cron",
        "inputs: {a: {tick: {}, lines: x}}|output: keep; 1:24; plugin.two; two nodes",
        "inputs: {a: {tick: {}, shedule: 1s}}|output: keep; 1:24; pipe.unknown-key; did you mean \"schedule\"?",
        "inputs: {a: {schedule: 1s}}|output: keep; 1:13; plugin.none; expected the name",
        "input: tick; 1:1; pipe.no-output; needs an output",
        "input: tick|output: {keep: {}, on-error: pass}; 2:30; pipe.on-error; dlq, drop, fail",
        "input: tick|output: {keep: {}, batch: {max-events: 0}}; 2:40; options.range; 1 to",
        "apiVersion: pipe/v2|input: tick|output: keep; 1:13; pipe.version; pipe/v1",
        "name: a/b|input: tick|output: keep; 1:7; pipe.name; letters",
        "requires: [{plugin: input.lines, version: '[2,3)'}]|input: tick|output: keep; 1:43; requires.version; 1.3.0 is installed",
        "requires: [{plugin: input.kafka}]|input: tick|output: keep; 1:21; plugin.missing; install bundle plugin-kafka",
        "input: tick|output: keep|tests: [{expect: {outputs: []}}]; 3:19; test.output; did you mean \"output\"?",
        "input: tick|output: keep|tests: [{feed: {stdin: []}, expect: {output: []}}]; 3:17; test.input; there is \"input\"",
        "input: tick|output: keep|tests: [{feed: {input: [1]}, expect: {output: []}}]; 3:25; test.event; a line of text",
        "input: tick|output: keep|tests: [{feed: {input: []}}]; 3:9; test.expect; cannot fail",
        "input: tick|output: keep|a: !!binary xx; 3:4; yaml.tag; no meaning"})
    void findsWhatIsWrongAndWhere(String text, String place, String code, String message) {
        List<Finding> findings = compile(text.replace('|', '\n')).findings();
        assertThat(findings).as(findings.toString()).anySatisfy(finding -> {
            assertThat(finding.line() + ":" + finding.column()).isEqualTo(place);
            assertThat(finding.code()).isEqualTo(code);
            assertThat(finding.toString()).contains(message);
        });
    }

    @Test
    void stopsAliasBombs() {
        StringBuilder bomb = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x]\n");
        for (int i = 1; i < 12; i++) {
            bomb.append("a").append(i).append(": &a").append(i).append(" [").append(("*a" + (i - 1) + ", ").repeat(8))
                    .append("*a").append(i - 1).append("]\n");
        }
        assertThat(compile(bomb.toString()).findings()).extracting(Finding::code).containsExactly("yaml.alias-bomb");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[", "{a: ", "- "})
    void stopsDeepNesting(String opening) {
        List<Finding> findings = compile(opening.repeat(20_000)).findings();
        assertThat(findings).hasSize(1).allSatisfy(finding -> assertThat(finding.code()).startsWith("yaml."));
    }

    @Test
    void compilesThoughAPluginIsMissing() {
        PipeLanguage.Compiled compiled = compile("{input: {kafka: {topics: [a]}}, output: {keep: {}}}");
        assertThat(compiled.definition()).isPresent();
        assertThat(compiled.errors()).extracting(Finding::code).containsExactly("plugin.missing");
    }

    @Test
    void insistsOnRequiredParametersWhenThePipeIsToRun() {
        Environment run = new Environment(Map.of(), "a", Path.of("/data"), false);
        PipeLanguage language = new PipeLanguage(SamplePlugins.catalog(), run);
        assertThat(language.compile(sample("long.yaml"), "p").errors()).extracting(Finding::code)
                .containsExactly("param.missing");
        PipeLanguage given = new PipeLanguage(SamplePlugins.catalog(), run.with(Map.of("alert_url", "http://y", "least", "400")));
        PipeDefinition pipe = given.compile(sample("long.yaml"), "p").definition().orElseThrow();
        assertThat(pipe.steps().get(0).plugin().options()).isEqualTo(Map.of("is_error", "status >= 400"));
    }
}
