package io.penstock.control.server.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import io.penstock.control.api.OpenApi;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** openapi.yaml, read: which operation a request is, and what may be said. Thread-safe. */
final class Document {
    static final JsonMapper PLAIN = new JsonMapper();
    private static final JsonSchemaFactory SCHEMAS = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012);

    private final JsonNode root = PLAIN.valueToTree(new Load(LoadSettings.builder().setCodePointLimit(8_000_000).build())
            .loadFromString(new String(OpenApi.yaml(), StandardCharsets.UTF_8)));
    private final Map<JsonNode, JsonSchema> validators = new ConcurrentHashMap<>();
    private final List<Operation> operations = new ArrayList<>();

    /** One method of one path. */
    record Operation(String id, String method, String path, Pattern pattern, JsonNode node) {
        String role() {
            return node.path("x-role").asText();
        }

        @Override
        public String toString() {
            return method + " " + path;
        }
    }

    Document() {
        root.path("paths").fields().forEachRemaining(path -> path.getValue().fields().forEachRemaining(method ->
                operations.add(new Operation(method.getValue().path("operationId").asText(),
                        method.getKey().toUpperCase(java.util.Locale.ROOT), path.getKey(), pattern(path.getKey()), method.getValue()))));
    }

    private static Pattern pattern(String template) {
        StringBuilder pattern = new StringBuilder();
        for (String segment : template.substring(1).split("/")) {
            pattern.append('/').append(segment.startsWith("{") ? "[^/]+" : Pattern.quote(segment));
        }
        return Pattern.compile(pattern.toString());
    }

    List<Operation> operations() {
        return operations;
    }

    Operation operation(String id) {
        return operations.stream().filter(operation -> operation.id().equals(id)).findFirst().orElseThrow();
    }

    /** A path without variables goes before one with. */
    Optional<Operation> find(String method, String path) {
        return operations.stream().filter(operation -> operation.method().equals(method) && operation.pattern().matcher(path)
                .matches()).min(java.util.Comparator.comparingInt(operation -> operation.path().contains("{") ? 1 : 0));
    }

    /** What a reference leads to; anything else is itself. */
    JsonNode resolved(JsonNode node) {
        JsonNode reference = node.get("$ref");
        return reference == null ? node : resolved(root.at(reference.asText().substring(1)));
    }

    /** What is wrong with a value, by a schema of the document. */
    List<String> problems(JsonNode schema, JsonNode value) {
        return validators.computeIfAbsent(schema, this::made).validate(value).stream().map(Object::toString).toList();
    }

    private JsonSchema made(JsonNode schema) {
        ObjectNode whole = schema.deepCopy();
        whole.set("components", PLAIN.createObjectNode().set("schemas", root.at("/components/schemas")));
        return SCHEMAS.getSchema(whole);
    }
}
