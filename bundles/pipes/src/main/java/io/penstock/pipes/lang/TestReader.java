package io.penstock.pipes.lang;

import io.penstock.core.error.PenstockException;
import io.penstock.core.options.Suggestions;
import io.penstock.core.plugin.PluginKind;
import io.penstock.core.value.Durations;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads {@code tests:}. One use, one thread. */
final class TestReader {
    private static final List<String> KEYS = List.of("name", "clock", "params", "feed", "expect");
    private static final List<String> EXPECT_KEYS = List.of("events", "count", "exact");
    private static final int MAX_SHOWN = 10;
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final Findings findings;
    private final Set<String> inputs;
    private final Set<String> outputs;

    TestReader(Findings findings, List<Draft> drafts) {
        this.findings = findings;
        this.inputs = ids(drafts, PluginKind.INPUT);
        this.outputs = ids(drafts, PluginKind.OUTPUT);
    }

    private static Set<String> ids(List<Draft> drafts, PluginKind kind) {
        return drafts.stream().filter(draft -> draft.kind() == kind).map(Draft::id).collect(Collectors.toSet());
    }

    List<TestCase> read(Optional<Node> tests) {
        List<TestCase> cases = new ArrayList<>();
        if (tests.isPresent()) {
            for (Node item : Tables.items(tests.get(), "tests", findings)) {
                List<Node.Entry> entries = Tables.entries(item, "a test", findings);
                entries.stream().filter(entry -> !KEYS.contains(entry.key()))
                        .forEach(entry -> findings.unknownKey(entry, "a test", KEYS));
                if (item instanceof Node.Table table) {
                    cases.add(test(table, cases.size() + 1));
                }
            }
        }
        return List.copyOf(cases);
    }

    private TestCase test(Node.Table table, int number) {
        String name = table.get("name").map(node -> String.valueOf(node.plain())).orElse("test " + number);
        Map<String, Object> params = new LinkedHashMap<>();
        table.get("params").ifPresent(node -> Tables.entries(node, "params", findings)
                .forEach(entry -> params.put(entry.key(), entry.value().plain())));
        Map<String, TestCase.Expected> expect = new LinkedHashMap<>();
        table.get("expect").ifPresent(node -> Tables.entries(node, "expect", findings).forEach(entry -> {
            checkId(entry, outputs, "output");
            expect.put(entry.key(), expected(entry.value()));
        }));
        if (expect.isEmpty()) {
            findings.error(table.place(), "test.expect", "the test \"" + name + "\" expects nothing, so it cannot fail");
        }
        List<TestCase.Step> steps = table.get("feed").map(this::feed).orElse(List.of());
        return new TestCase(name, table.place().line(), clock(table.get("clock")), params, steps, expect);
    }

    private void checkId(Node.Entry entry, Set<String> known, String what) {
        if (!known.contains(entry.key())) {
            findings.error(entry.place(), "test." + what, "there is no " + what + " \"" + entry.key() + "\""
                    + there(known),
                    Suggestions.nearest(entry.key(), known));
        }
    }

    /** In the short form nobody has written the names. */
    private static String there(Set<String> known) {
        return known.isEmpty() ? "" : known.stream().sorted().limit(MAX_SHOWN)
                .collect(Collectors.joining("\", \"", "; there is \"", known.size() > MAX_SHOWN ? "\", …" : "\""));
    }

    private Instant clock(Optional<Node> node) {
        try {
            return node.map(at -> Instant.parse(String.valueOf(at.plain()))).orElse(START);
        } catch (DateTimeException e) {
            findings.error(node.orElseThrow().place(), "test.clock", "expected a time such as 2026-01-01T00:00:00Z, but found "
                    + node.orElseThrow().shown());
            return START;
        }
    }

    /** A map of inputs with their events, or a list of such maps, of {@code advance: 1m} and {@code finish: true}. */
    private List<TestCase.Step> feed(Node node) {
        List<TestCase.Step> steps = new ArrayList<>();
        List<Node> items = node instanceof Node.Items list ? list.items() : List.of(node);
        for (Node item : items) {
            for (Node.Entry entry : Tables.entries(item, "feed", findings)) {
                if (entry.key().equals("advance") && !inputs.contains("advance")) {
                    steps.add(new TestCase.Advance(duration(entry.value())));
                } else if (entry.key().equals("finish") && !inputs.contains("finish")) {
                    steps.add(new TestCase.Finish());
                } else {
                    checkId(entry, inputs, "input");
                    steps.add(new TestCase.Feed(entry.key(), events(entry.value())));
                }
            }
        }
        return List.copyOf(steps);
    }

    private Duration duration(Node node) {
        try {
            return Durations.parse(String.valueOf(node.plain()));
        } catch (PenstockException e) {
            findings.error(node.place(), "test.advance", e.getMessage());
            return Duration.ZERO;
        }
    }

    private List<Object> events(Node node) {
        List<Node> items = node instanceof Node.Items list ? list.items() : List.of(node);
        List<Object> events = new ArrayList<>();
        for (Node item : items) {
            Object plain = item.plain();
            if (plain instanceof String || plain instanceof Map<?, ?>) {
                events.add(plain);
            } else {
                findings.error(item.place(), "test.event", "expected a line of text or a map of fields, but found "
                        + item.shown());
            }
        }
        return events;
    }

    private TestCase.Expected expected(Node node) {
        int line = node.place().line();
        if (node instanceof Node.Items list) {
            return new TestCase.Expected(Optional.of(fields(list)), Optional.empty(), false, line);
        }
        List<Node.Entry> entries = Tables.entries(node, "an expectation", findings);
        entries.stream().filter(entry -> !EXPECT_KEYS.contains(entry.key()))
                .forEach(entry -> findings.unknownKey(entry, "an expectation", EXPECT_KEYS));
        Node.Table table = node instanceof Node.Table it ? it : new Node.Table(List.of(), node.place());
        Optional<List<Map<String, Object>>> events = table.get("events").map(this::fields);
        Optional<Long> count = table.get("count").flatMap(this::count);
        if (events.isEmpty() && count.isEmpty()) {
            findings.error(node.place(), "test.expect", "expected a list of events, or count:, or events:");
        }
        boolean exact = table.get("exact").map(Node::plain).map(Boolean.TRUE::equals).orElse(false);
        return new TestCase.Expected(events, count, exact, line);
    }

    private Optional<Long> count(Node node) {
        if (node.plain() instanceof Long count && count >= 0) {
            return Optional.of(count);
        }
        findings.error(node.place(), "test.count", "expected a number, 0 or more, but found " + node.shown());
        return Optional.empty();
    }

    private List<Map<String, Object>> fields(Node node) {
        List<Map<String, Object>> events = new ArrayList<>();
        for (Node item : Tables.items(node, "events", findings)) {
            Map<String, Object> fields = new LinkedHashMap<>();
            Tables.entries(item, "an event", findings).forEach(entry -> fields.put(entry.key(), entry.value().plain()));
            events.add(fields);
        }
        return events;
    }
}
