package io.penstock.pipes.api;

import io.penstock.core.concurrent.Workers;
import io.penstock.core.error.PenstockException;
import io.penstock.core.plugin.Plugin;
import io.penstock.pipes.check.TestRunner;
import io.penstock.pipes.check.Tracer;
import io.penstock.pipes.expr.CelExpressions;
import io.penstock.pipes.lang.Catalog;
import io.penstock.pipes.lang.Environment;
import io.penstock.pipes.lang.PipeGraph;
import io.penstock.pipes.lang.PipeLanguage;
import io.penstock.pipes.lang.PipeSchema;
import io.penstock.pipes.model.PipeDefinition;
import io.penstock.pipes.schedule.Schedule;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Everything tools do with the text of a pipe, without running it: check, draw, test, trace. Needs no OSGi. Immutable and
 * thread-safe; quick to make.
 */
public final class PipeTool {
    /** A text this long has expressions, and loading what they need takes a fifth of a second: it is done beside. */
    private static final int LONG_CHARACTERS = 8192;

    private final Catalog catalog;
    private final Environment environment;

    /**
     * With the plugins there are.
     *
     * @param plugins instances made by their public constructors; those without {@code @PluginComponent} are passed over
     * @param params values for parameters, as text or as plain values; stronger than a pipe's defaults
     * @param agentName what {@code {{ agent.name }}} stands for
     * @param dataFolder what {@code {{ agent.data }}} stands for; nothing is written there
     */
    public PipeTool(Collection<? extends Plugin<?>> plugins, Map<String, ?> params, String agentName, Path dataFolder) {
        this.catalog = new Catalog(plugins);
        this.environment = new Environment(Map.copyOf(params), agentName, dataFolder, true);
    }

    /**
     * Everything there is to say of a pipe, in the order of its text; empty when all is well. Never throws for what is in
     * the text. Required parameters without a value get a stand-in.
     *
     * @param source what names the text in the findings, usually the file
     */
    public List<Finding> lint(String text, String source) {
        if (text.length() > LONG_CHARACTERS) {
            Workers.thread("lint-ahead", CelExpressions::warmUp).start();
        }
        return new PipeLanguage(catalog, environment).compile(text, source).findings();
    }

    /**
     * What a pipe's text says of itself: its name, its parameters. Errors further in do not matter.
     *
     * @throws PenstockException INVALID ({@code pipe.invalid}) with all findings, when it cannot be read at all
     */
    public PipeOutline outline(String text, String source) {
        return new PipeLanguage(catalog, environment).outline(text, source).orElseThrow(() -> PenstockException.invalid(
                "pipe.invalid", String.join("\n", lint(text, source).stream().map(Finding::toString).toList())));
    }

    /** The JSON Schema (2020-12) of pipes with these plugins. */
    public String schema() {
        return new PipeSchema(catalog).json();
    }

    /**
     * Draws the pipe.
     *
     * @throws PenstockException INVALID ({@code pipe.invalid}) with all findings, when it has errors
     */
    public String graph(String text, String source, GraphFormat format) {
        PipeGraph graph = new PipeGraph(definition(text, source));
        return switch (format) {
            case MERMAID -> graph.mermaid();
            case DOT -> graph.dot();
            case JSON -> graph.json();
        };
    }

    /**
     * Runs the tests the pipe carries, on clocks of their own.
     *
     * @throws PenstockException INVALID ({@code pipe.invalid}) with all findings, when it has errors
     */
    public TestReport test(String text, String source) {
        return new TestRunner(catalog, environment).run(text, source);
    }

    /**
     * Sends events through the steps, and tells after each node what became of them. Outputs are not touched.
     *
     * @param input which input they come from; may be empty where there is one only
     * @param events texts (which go into {@code _raw}) or maps of fields; taken one by one, as they come
     * @param to called in this thread
     * @throws PenstockException INVALID: the pipe has errors, a plugin is missing, or there is no such input
     */
    public void trace(String text, String source, Optional<String> input, Iterable<?> events, Consumer<TraceStep> to) {
        new Tracer(definition(text, source), catalog).trace(input, events, to);
    }

    /**
     * When the scheduled inputs will run next, by input; random offsets are not included.
     *
     * @throws PenstockException INVALID ({@code pipe.invalid}) with all findings, when the pipe has errors
     */
    public Map<String, List<Instant>> nextRuns(String text, String source, Instant from, int count) {
        Map<String, List<Instant>> runs = new LinkedHashMap<>();
        for (PipeDefinition.InputNode input : definition(text, source).inputs()) {
            input.schedule().ifPresent(timing -> runs.put(input.id(), Schedule.of(timing).nextRuns(from, count)));
        }
        return runs;
    }

    private PipeDefinition definition(String text, String source) {
        PipeLanguage.Compiled compiled = new PipeLanguage(catalog, environment).compile(text, source);
        return compiled.definition().orElseThrow(() -> PenstockException.invalid("pipe.invalid",
                String.join("\n", compiled.errors().stream().map(Finding::toString).toList())));
    }
}
