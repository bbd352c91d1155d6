package io.penstock.control.api;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** The document for people: docs/control-api.md. */
final class ApiReference {
    private static final String HEAD = """
            # The API

            Written from `bundles/control-api/src/main/resources/io/penstock/control/api/openapi.yaml` by `ApiReferenceTest`; a running server gives the whole at `/api/v1/openapi.yaml`.
            Agents' own paths are explained in [agent-protocol.md](agent-protocol.md).

            %s

            *Role* is the least one: viewer < editor < operator < admin. *match* = `If-Match` with the version that was read (412, 428); *key* = `Idempotency-Key` (the same question with the same key makes one thing).
            Lists are `{items, next?}`; `after` takes `next`, `limit` is 1 to 1000. Every operation may also answer the common refusals: 400, 401, 403, 404, 406, 413, 415, 429, 503.

            """;

    private ApiReference() {
    }

    static String text() {
        StringBuilder text = new StringBuilder(HEAD.formatted(TestDocument.ROOT.at("/info/description").asText().strip()));
        TestDocument.ROOT.path("tags").forEach(tag -> section(tag, text));
        text.append("## Schemas\n\nWhat is marked `?` may be missing.\n\n| name | fields |\n|---|---|\n");
        TestDocument.ROOT.at("/components/schemas").fields().forEachRemaining(schema -> {
            if (schema.getValue().has("properties")) {
                text.append("| `").append(schema.getKey()).append("` | ").append(fields(schema.getValue())).append(" |\n");
            }
        });
        return text.toString();
    }

    private static void section(JsonNode tag, StringBuilder text) {
        String name = tag.path("name").asText();
        text.append("## ").append(name).append("\n\n").append(tag.path("description").asText())
                .append("\n\n| operation | role | takes | answers | |\n|---|---|---|---|---|\n");
        TestDocument.operations().stream().filter(operation -> name.equals(operation.node().at("/tags/0").asText()))
                .forEach(operation -> text.append(row(operation)));
        text.append('\n');
    }

    private static String row(TestDocument.Operation operation) {
        JsonNode node = operation.node();
        return "| `" + operation.method().toUpperCase(java.util.Locale.ROOT) + " " + operation.path() + "` | " + node.path("x-role").asText() + " | " + takes(node)
                + " | " + answers(node) + " | " + node.path("summary").asText().replace("|", "\\|") + " |\n";
    }

    private static String takes(JsonNode node) {
        List<String> parts = new ArrayList<>();
        node.at("/requestBody/content").elements().forEachRemaining(content -> {
            String type = type(content.path("schema"));
            if (!parts.contains(type)) {
                parts.add(type);
            }
        });
        node.path("parameters").forEach(parameter -> {
            JsonNode named = parameter.has("$ref") ? TestDocument.ROOT.at(parameter.path("$ref").asText().substring(1)) : parameter;
            switch (named.path("in").asText()) {
                case "query" -> parts.add("`" + named.path("name").asText() + "`");
                case "header" -> header(named.path("name").asText(), parts);
                default -> { }
            }
        });
        return String.join(", ", parts);
    }

    private static void header(String name, List<String> parts) {
        switch (name) {
            case "If-Match" -> parts.add("*match*");
            case "Idempotency-Key" -> parts.add("*key*");
            default -> parts.add("`" + name + "`");
        }
    }

    private static String answers(JsonNode node) {
        List<String> parts = new ArrayList<>();
        node.path("responses").fields().forEachRemaining(response -> {
            if (response.getKey().startsWith("2")) {
                JsonNode content = response.getValue().path("content");
                parts.add(response.getKey() + (content.isEmpty() ? "" : " " + type(content.elements().next().path("schema"))));
            }
        });
        node.path("x-codes").fields().forEachRemaining(codes -> {
            List<String> names = new ArrayList<>();
            codes.getValue().forEach(code -> names.add("`" + code.asText() + "`"));
            parts.add(codes.getKey() + " " + String.join(" ", names));
        });
        return String.join("; ", parts);
    }

    private static String fields(JsonNode schema) {
        List<String> required = new ArrayList<>();
        schema.path("required").forEach(name -> required.add(name.asText()));
        List<String> fields = new ArrayList<>();
        schema.path("properties").fields().forEachRemaining(field ->
                fields.add(field.getKey() + (required.contains(field.getKey()) ? "" : "?") + ": " + type(field.getValue())));
        return String.join(", ", fields);
    }

    private static String type(JsonNode schema) {
        if (schema.has("$ref")) {
            return schema.path("$ref").asText().replaceFirst(".*/", "");
        }
        if (schema.has("enum")) {
            List<String> values = new ArrayList<>();
            schema.path("enum").forEach(value -> values.add(value.asText()));
            return String.join(" or ", values);
        }
        if (schema.has("oneOf") || schema.has("anyOf")) {
            List<String> kinds = new ArrayList<>();
            (schema.has("oneOf") ? schema.path("oneOf") : schema.path("anyOf")).forEach(kind -> kinds.add(type(kind)));
            return String.join(" or ", kinds);
        }
        String type = schema.path("type").asText();
        return type.equals("array") ? "list of " + type(schema.path("items")) : type;
    }
}
