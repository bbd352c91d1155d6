package io.penstock.pipes.lang;

import io.penstock.core.plugin.PluginKind;
import io.penstock.pipes.api.Finding;
import io.penstock.pipes.api.PipeOutline;
import io.penstock.pipes.expr.CelExpressions;
import io.penstock.pipes.model.Delivery;
import io.penstock.pipes.model.PipeDefinition;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads pipes. Immutable and thread-safe; never throws for what a user wrote. */
public final class PipeLanguage {
    static final List<String> KEYS = List.of("apiVersion", "name", "description", "labels", "params", "secrets",
            "requires", "delivery", "input", "inputs", "actions", "steps", "output", "outputs", "dlq", "tests");
    /** More inputs, steps and outputs are refused. */
    static final int MAX_NODES = 1000;
    private static final String VERSION = "pipe/v1";
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,64}");

    private final Catalog catalog;
    private final Environment environment;
    private final CelExpressions expressions = new CelExpressions();

    /**
     * What came of a text.
     *
     * @param definition present when the pipe can run, or will once the plugins found missing are there
     * @param tests what stands under {@code tests:}, as plain values with their places; checked as far as the shape goes
     * @param findings in the order of their places; a definition may have warnings and missing plugins among them
     */
    public record Compiled(Optional<PipeDefinition> definition, List<TestCase> tests, List<Finding> findings) {
        /** The errors alone. */
        public List<Finding> errors() {
            return findings.stream().filter(finding -> finding.severity() == Finding.Severity.ERROR).toList();
        }
    }

    /** For these plugins, in this environment. */
    public PipeLanguage(Catalog catalog, Environment environment) {
        this.catalog = catalog;
        this.environment = environment;
    }

    /**
     * Reads, checks and assembles a pipe.
     *
     * @param source what names the text in findings; a file name gives the pipe its name where it has none itself
     */
    public Compiled compile(String text, String source) {
        Findings findings = new Findings(source);
        Optional<Node> root = new YamlReader(findings).read(text);
        if (root.isEmpty() || !(root.get() instanceof Node.Table table)) {
            root.ifPresent(node -> findings.error(node.place(), "pipe.type", "expected a pipe, a map with the keys "
                    + "input, steps, output and so on, but found " + node.shown()));
            return new Compiled(Optional.empty(), List.of(), findings.sorted());
        }
        return compile(table, source, findings);
    }

    /** What the text says of itself; empty when it is no map. What else is wrong with it is no matter here. */
    public Optional<PipeOutline> outline(String text, String source) {
        Findings findings = new Findings(source);
        Optional<Node> root = new YamlReader(findings).read(text);
        if (root.isEmpty() || !(root.get() instanceof Node.Table table)) {
            return Optional.empty();
        }
        PipeHead head = head(table, source, findings);
        List<PipeOutline.Param> params = new ArrayList<>();
        table.get("params").ifPresent(node -> Tables.entries(node, "params", findings)
                .forEach(entry -> params.add(ParamTable.outline(entry))));
        Set<String> plugins = new LinkedHashSet<>();
        compile(text, source).definition().ifPresent(pipe -> {
            pipe.inputs().forEach(node -> plugins.add(node.plugin().name()));
            pipe.steps().forEach(node -> plugins.add(node.plugin().name()));
            pipe.outputs().forEach(node -> plugins.add(node.plugin().name()));
        });
        return Optional.of(new PipeOutline(head.name(), head.description(), head.labels(), List.copyOf(params),
                List.copyOf(plugins)));
    }

    private Delivery delivery(Optional<Node> written, Findings findings) {
        Delivery delivery = Tables.bind(Delivery.class, written, findings);
        boolean said = written.isPresent() && written.get() instanceof Node.Table table
                && table.get("max-in-flight").isPresent();
        return said ? delivery
                : new Delivery(environment.maxInFlight().orElse(delivery.maxInFlight()), delivery.onPoison());
    }

    private Compiled compile(Node.Table table, String source, Findings findings) {
        table.entries().stream().filter(entry -> !KEYS.contains(entry.key()))
                .forEach(entry -> findings.unknownKey(entry, "the pipe", KEYS));
        ParamTable params = new ParamTable(findings, environment);
        params.declare(table.get("params"), table.get("secrets"), table.place());
        Node.Table filled = filled(table, new Templates(params, findings));
        params.warnOfUnused();
        filled.get("requires").ifPresent(node -> Requirements.check(node, catalog, findings));

        List<Draft> drafts = new Wiring(findings).wire(drafts(filled, findings));
        Delivery delivery = delivery(filled.get("delivery"), findings);
        Assembly assembly = new Assembly(findings, delivery).add(drafts);
        new PluginCheck(findings, catalog, new ExpressionCheck(findings, expressions)).check(drafts);
        List<TestCase> tests = new TestReader(findings, drafts).read(table.get("tests"));
        PipeHead head = head(filled, source, findings);
        Optional<PipeDefinition> definition = findings.blocked() ? Optional.empty()
                : Optional.of(assembly.definition(head));
        return new Compiled(definition, tests, findings.sorted());
    }

    /** Parameters are filled in everywhere but where they are declared, and in tests, which give their own. */
    private static Node.Table filled(Node.Table table, Templates templates) {
        List<Node.Entry> entries = table.entries().stream().map(entry ->
                List.of("params", "secrets", "tests").contains(entry.key()) ? entry
                        : new Node.Entry(entry.key(), entry.place(), templates.fill(entry.value()))).toList();
        return new Node.Table(entries, table.place());
    }

    private List<Draft> drafts(Node.Table table, Findings findings) {
        DraftReader reader = new DraftReader(findings, catalog);
        table.get("inputs").ifPresent(node -> reader.named(PluginKind.INPUT, node));
        table.get("input").ifPresent(node -> reader.single(PluginKind.INPUT, node));
        table.get("steps").ifPresent(node -> reader.steps(node, "steps"));
        table.get("actions").ifPresent(node -> reader.steps(node, "actions"));
        table.get("outputs").ifPresent(node -> reader.named(PluginKind.OUTPUT, node));
        table.get("output").ifPresent(node -> reader.single(PluginKind.OUTPUT, node));
        for (PluginKind kind : List.of(PluginKind.INPUT, PluginKind.OUTPUT)) {
            if (reader.drafts().stream().noneMatch(draft -> draft.kind() == kind)) {
                findings.error(table.place(), "pipe.no-" + kind, "a pipe needs an " + kind + ": write " + kind + ": or "
                        + kind + "s:");
            }
        }
        if (table.get("steps").isPresent() && table.get("actions").isPresent()) {
            findings.error(table.entry("actions").orElseThrow().place(), "pipe.steps-twice",
                    "steps and actions are the same thing: write one of them");
        }
        List<Draft> drafts = reader.drafts();
        if (drafts.size() > MAX_NODES) {
            findings.error(drafts.get(MAX_NODES).place(), "pipe.too-many-nodes", "expected at most " + MAX_NODES
                    + " inputs, steps and outputs, but found " + drafts.size());
            return drafts.subList(0, MAX_NODES);
        }
        return drafts;
    }

    private static PipeHead head(Node.Table table, String source, Findings findings) {
        table.get("apiVersion").filter(node -> !VERSION.equals(node.plain())).ifPresent(node ->
                findings.error(node.place(), "pipe.version", "expected \"" + VERSION + "\", but found " + node.shown()));
        String name = table.get("name").map(node -> String.valueOf(node.plain())).orElseGet(() -> nameOf(source));
        Node named = table.get("name").orElse(table);
        if (!NAME.matcher(name).matches()) {
            findings.error(named.place(), "pipe.name", "expected a name of letters, digits, \"-\" and \"_\", at most 64, "
                    + "but found \"" + name + "\"");
        }
        Map<String, String> labels = new LinkedHashMap<>();
        table.get("labels").ifPresent(node -> Tables.entries(node, "labels", findings)
                .forEach(entry -> labels.put(entry.key(), String.valueOf(entry.value().plain()))));
        String description = table.get("description").map(node -> String.valueOf(node.plain())).orElse("");
        return new PipeHead(name, description, labels, Tables.bind(DeadLetters.class, table.get("dlq"), findings));
    }

    /** {@code pipes/web errors.yaml} gives {@code web-errors}. */
    private static String nameOf(String source) {
        String file = source.substring(Math.max(source.lastIndexOf('/'), source.lastIndexOf('\\')) + 1);
        String bare = file.replaceFirst("\\.(yaml|yml|json)$", "").replaceAll("[^A-Za-z0-9_-]+", "-");
        String name = bare.replaceAll("^-+|-+$", "");
        return name.isEmpty() ? "pipe" : name.substring(0, Math.min(64, name.length()));
    }
}
