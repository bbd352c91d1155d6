package io.penstock.control.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** openapi.yaml, read. */
final class TestDocument {
    static final JsonMapper PLAIN = new JsonMapper();
    static final JsonNode ROOT = PLAIN.valueToTree(new Load(LoadSettings.builder().setAllowDuplicateKeys(false)
            .setMaxAliasesForCollections(0).setCodePointLimit(8_000_000).build())
            .loadFromString(new String(OpenApi.yaml(), StandardCharsets.UTF_8)));
    private static final JsonSchemaFactory SCHEMAS = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012);

    private static final Map<String, JsonSchema> VALIDATORS = new ConcurrentHashMap<>();

    private TestDocument() {
    }

    record Operation(String path, String method, JsonNode node) {
        String id() {
            return node.path("operationId").asText();
        }

        @Override
        public String toString() {
            return method + " " + path;
        }
    }

    static List<Operation> operations() {
        List<Operation> all = new ArrayList<>();
        ROOT.path("paths").fields().forEachRemaining(path -> path.getValue().fields().forEachRemaining(method ->
                all.add(new Operation(path.getKey(), method.getKey(), method.getValue()))));
        return all;
    }

    static JsonNode schema(String name) {
        JsonNode schema = ROOT.at("/components/schemas").get(name);
        if (schema == null) {
            throw new IllegalArgumentException("no schema " + name);
        }
        return schema;
    }

    static JsonNode example(String name) {
        return schema(name).path("examples").get(0);
    }

    /** A schema of the document with everything it refers to. */
    static JsonSchema validator(String name) {
        return VALIDATORS.computeIfAbsent(name, TestDocument::made);
    }

    private static JsonSchema made(String name) {
        ObjectNode whole = PLAIN.createObjectNode();
        whole.put("$ref", "#/components/schemas/" + name);
        whole.set("components", PLAIN.createObjectNode().set("schemas", ROOT.at("/components/schemas")));
        return SCHEMAS.getSchema(whole);
    }

    static Set<ValidationMessage> problems(String schema, JsonNode value) {
        return validator(schema).validate(value);
    }

    static JsonSchema metaSchema() {
        return SCHEMAS.getSchema(com.networknt.schema.SchemaLocation.of("https://json-schema.org/draft/2020-12/schema"));
    }

    /** Every object within, with where it is; examples are no part of it. */
    static void walk(JsonNode node, String where, BiConsumer<String, JsonNode> each) {
        if (node.isObject()) {
            each.accept(where, node);
            node.fields().forEachRemaining(field -> {
                if (!field.getKey().equals("examples") && !field.getKey().equals("example")) {
                    walk(field.getValue(), where + "/" + field.getKey(), each);
                }
            });
        } else if (node.isArray()) {
            for (int i = 0; i < node.size(); i++) {
                walk(node.get(i), where + "/" + i, each);
            }
        }
    }
}
