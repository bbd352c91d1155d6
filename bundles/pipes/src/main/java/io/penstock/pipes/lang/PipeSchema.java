package io.penstock.pipes.lang;

import io.penstock.core.event.EventText;
import io.penstock.core.event.Fields;
import io.penstock.core.options.Options;
import io.penstock.core.plugin.InputPlugin;
import io.penstock.core.plugin.PluginKind;
import io.penstock.pipes.model.Batching;
import io.penstock.pipes.model.Buffering;
import io.penstock.pipes.model.Delivery;
import io.penstock.pipes.model.Retry;
import io.penstock.pipes.model.Timing;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The JSON Schema (2020-12) of the Pipe Language with the plugins there are, for editors to complete and check by. */
public final class PipeSchema {
    private static final Map<String, Object> ANY_SCALAR = Map.of("type", List.of("string", "number", "boolean"));

    private final Catalog catalog;

    /** With these plugins. */
    public PipeSchema(Catalog catalog) {
        this.catalog = catalog;
    }

    /** The schema as one JSON document. */
    public String json() {
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("$schema", "https://json-schema.org/draft/2020-12/schema");
        schema.put("title", "Penstock pipe");
        schema.put("type", "object");
        schema.put("properties", properties());
        schema.put("additionalProperties", false);
        schema.put("$defs", Map.of("param", Map.of("type", "string", "pattern", "^\\{\\{.*\\}\\}$")));
        StringBuilder out = new StringBuilder();
        EventText.appendJson(out, Fields.from(schema));
        return out.append('\n').toString();
    }

    private Map<String, Object> properties() {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("apiVersion", Map.of("const", "pipe/v1"));
        all.put("name", described(Map.of("type", "string", "pattern", "^[A-Za-z0-9_-]{1,64}$"), "The pipe's name."));
        all.put("description", described(Map.of("type", "string"), "What it is for."));
        all.put("labels", mapOf(ANY_SCALAR));
        all.put("params", described(mapOf(params()), "Values filled in for {{ name }}."));
        all.put("secrets", described(mapOf(Map.of("type", "string")), "Where secrets are, for ${secret.name}."));
        all.put("requires", listOf(table(Map.of("plugin", Map.of("type", "string"), "version", ANY_SCALAR))));
        all.put("delivery", OptionSchema.of(Delivery.class));
        all.put("input", shortInput());
        all.put("inputs", described(mapOf(input()), "Where events come from, by name."));
        all.put("steps", described(listOf(step()), "What is done to them, in order."));
        all.put("actions", described(listOf(step()), "The same as steps."));
        all.put("output", output());
        all.put("outputs", described(mapOf(output()), "Where events go, by name."));
        all.put("dlq", OptionSchema.of(DeadLetters.class));
        all.put("tests", listOf(test()));
        return all;
    }

    private Map<String, Object> input() {
        return node(PluginKind.INPUT, Map.of("schedule", OptionSchema.of(Timing.class)));
    }

    /** In the short form the schedule may stand among the options of a scheduled input. */
    private Map<String, Object> shortInput() {
        Map<String, Object> loose = new LinkedHashMap<>();
        for (Catalog.Known known : catalog.all(PluginKind.INPUT)) {
            boolean scheduled = known.plugin() instanceof InputPlugin<?> input && input.scheduled();
            loose.put(known.component().name(), scheduled ? Map.of("anyOf", List.of(plugin(known), Map.of("type", "object",
                    "anyOf", Options.of(Timing.class).keys().stream().map(key -> Map.of("required", List.of(key))).toList())))
                    : plugin(known));
        }
        loose.put("schedule", OptionSchema.of(Timing.class));
        return orName(PluginKind.INPUT, table(loose));
    }

    private Map<String, Object> step() {
        Map<String, Object> keys = new LinkedHashMap<>();
        keys.put("id", described(Map.of("type", "string"), "The step's name; the plugin's where it has none."));
        keys.put("from", from());
        keys.put("on-error", described(Map.of("enum", List.of("dlq", "drop", "pass", "fail")),
                "What becomes of events it cannot handle."));
        return node(PluginKind.TRANSFORM, keys);
    }

    private Map<String, Object> output() {
        Map<String, Object> keys = new LinkedHashMap<>();
        keys.put("from", from());
        keys.put("batch", OptionSchema.of(Batching.class));
        keys.put("retry", OptionSchema.of(Retry.class));
        keys.put("buffer", OptionSchema.of(Buffering.class));
        keys.put("on-error", Map.of("enum", List.of("dlq", "drop", "fail")));
        return node(PluginKind.OUTPUT, keys);
    }

    private static Map<String, Object> from() {
        return described(Map.of("anyOf", List.of(Map.of("type", "string"), listOf(Map.of("type", "string")))),
                "What it takes from: a node, a step's port (step.port), or a list of them; what stands before it where "
                        + "nothing is said.");
    }

    private Map<String, Object> node(PluginKind kind, Map<String, Object> keys) {
        Map<String, Object> properties = new LinkedHashMap<>(keys);
        catalog.all(kind).forEach(known -> properties.put(known.component().name(), plugin(known)));
        return orName(kind, table(properties));
    }

    private Map<String, Object> orName(PluginKind kind, Map<String, Object> table) {
        List<String> bare = catalog.all(kind).stream().filter(known -> OptionSchema.mayBeEmpty(known.plugin().options()))
                .map(known -> known.component().name()).toList();
        return bare.isEmpty() ? table : Map.of("anyOf", List.of(table, Map.of("enum", bare)));
    }

    private static Map<String, Object> plugin(Catalog.Known known) {
        Map<String, Object> options = OptionSchema.of(known.plugin().options());
        return described(OptionSchema.mayBeEmpty(known.plugin().options())
                ? Map.of("anyOf", List.of(options, Map.of("type", "null"))) : options, known.component().doc());
    }

    private static Map<String, Object> params() {
        Map<String, Object> keys = new LinkedHashMap<>();
        keys.put("type", Map.of("enum", ParamType.names()));
        keys.put("default", Map.of());
        keys.put("required", Map.of("type", "boolean"));
        keys.put("enum", Map.of("type", "array"));
        keys.put("description", Map.of("type", "string"));
        return Map.of("anyOf", List.of(table(keys), ANY_SCALAR, Map.of("type", "array")));
    }

    private static Map<String, Object> test() {
        Map<String, Object> keys = new LinkedHashMap<>();
        keys.put("name", Map.of("type", "string"));
        keys.put("clock", Map.of("type", "string"));
        keys.put("params", Map.of("type", "object"));
        keys.put("feed", Map.of("type", List.of("object", "array")));
        keys.put("expect", Map.of("type", "object"));
        return table(keys);
    }

    private static Map<String, Object> table(Map<String, Object> properties) {
        return Map.of("type", "object", "properties", properties, "additionalProperties", false);
    }

    private static Map<String, Object> mapOf(Map<String, Object> values) {
        return Map.of("type", "object", "additionalProperties", values);
    }

    private static Map<String, Object> listOf(Map<String, Object> items) {
        return Map.of("type", "array", "items", items);
    }

    private static Map<String, Object> described(Map<String, Object> schema, String text) {
        Map<String, Object> described = new LinkedHashMap<>(schema);
        described.put("description", text);
        return described;
    }
}
