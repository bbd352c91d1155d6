package io.penstock.pipes.check;

import io.penstock.core.error.PenstockException;
import io.penstock.core.event.Event;
import io.penstock.core.event.EventText;
import io.penstock.core.time.Clock;
import io.penstock.core.time.ManualClock;
import io.penstock.pipes.api.TestReport;
import io.penstock.pipes.api.TestReport.Result;
import io.penstock.pipes.lang.Catalog;
import io.penstock.pipes.lang.Environment;
import io.penstock.pipes.lang.PipeLanguage;
import io.penstock.pipes.lang.TestCase;
import io.penstock.pipes.model.PipeDefinition;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Runs the tests a pipe carries. Immutable. */
public final class TestRunner {
    private static final int MAX_SHOWN_EVENTS = 5;

    private final Catalog catalog;
    private final Environment environment;

    /** With these plugins; parameters a test does not give have their defaults, or stand-ins. */
    public TestRunner(Catalog catalog, Environment environment) {
        this.catalog = catalog;
        this.environment = environment;
    }

    /**
     * Runs them all, in order.
     *
     * @throws PenstockException INVALID ({@code pipe.invalid}) when the pipe itself has errors
     */
    public TestReport run(String text, String source) {
        PipeLanguage.Compiled compiled = compile(text, source, Map.of());
        List<Result> results = new ArrayList<>();
        Map<String, Long> seen = new LinkedHashMap<>();
        for (TestCase test : compiled.tests()) {
            results.add(run(test, text, source, seen));
        }
        return new TestReport(compiled.definition().map(PipeDefinition::name).orElse(source), source, results, seen);
    }

    private PipeLanguage.Compiled compile(String text, String source, Map<String, Object> params) {
        PipeLanguage.Compiled compiled = new PipeLanguage(catalog, environment.with(params)).compile(text, source);
        if (compiled.definition().isEmpty()) {
            throw PenstockException.invalid("pipe.invalid", String.join("\n",
                    compiled.errors().stream().map(Object::toString).toList()));
        }
        return compiled;
    }

    private Result run(TestCase test, String text, String source, Map<String, Long> seen) {
        long begun = Clock.system().nanoTime();
        List<String> problems = new ArrayList<>();
        try {
            PipeDefinition pipe = compile(text, source, test.params()).definition().orElseThrow();
            problems.addAll(rehearse(test, pipe, seen));
        } catch (RuntimeException | LinkageError e) {
            problems.add(PenstockException.describe(e));
        }
        return new Result(test.name(), test.line(), List.copyOf(problems), Clock.system().nanoTime() - begun);
    }

    private List<String> rehearse(TestCase test, PipeDefinition pipe, Map<String, Long> seen) {
        ManualClock clock = new ManualClock(test.clock());
        try (Rehearsal rehearsal = new Rehearsal(pipe, catalog, clock, Observer.NONE)) {
            for (TestCase.Step step : test.steps()) {
                if (step instanceof TestCase.Advance advance) {
                    rehearsal.advance(advance.by());
                } else if (step instanceof TestCase.Feed feed) {
                    feed.events().forEach(event -> rehearsal.feed(feed.input(), TestEvents.of(event, clock.now())));
                } else {
                    rehearsal.finish();
                }
            }
            rehearsal.seen().forEach((node, count) -> seen.merge(node, count, Long::sum));
            List<String> problems = new ArrayList<>();
            test.expect().forEach((output, expected) -> check(output, expected, rehearsal.got(output), problems));
            if (!problems.isEmpty()) {
                rehearsal.failures().forEach(failure -> problems.add("a step failed: " + failure));
            }
            return problems;
        }
    }

    private static void check(String output, TestCase.Expected expected, List<Event> got, List<String> problems) {
        long count = expected.count().orElse(expected.events().map(list -> (long) list.size()).orElse(0L));
        if (got.size() != count) {
            problems.add("line " + expected.line() + ": expected " + count + " events at \"" + output + "\", but found "
                    + got.size() + shown(got));
            return;
        }
        List<Map<String, Object>> events = expected.events().orElse(List.of());
        for (int i = 0; i < Math.min(events.size(), got.size()); i++) {
            Optional<String> difference = Matching.difference(events.get(i), got.get(i), expected.exact());
            if (difference.isPresent()) {
                problems.add("line " + expected.line() + ": event " + (i + 1) + " at \"" + output + "\": " + difference.get()
                        + "; the event is " + EventText.json(got.get(i)));
            }
        }
    }

    private static String shown(List<Event> got) {
        StringBuilder shown = new StringBuilder(got.isEmpty() ? "" : ":");
        got.stream().limit(MAX_SHOWN_EVENTS).forEach(event -> shown.append("\n    ").append(EventText.json(event)));
        return shown.append(got.size() > MAX_SHOWN_EVENTS ? "\n    …" : "").toString();
    }
}
